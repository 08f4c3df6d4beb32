"""The desk of an authority: its inbox (desk/authority.py), one appeal, the answer, opinions, rules."""
