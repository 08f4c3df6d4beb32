"""What happens to an appeal, in order. One module per stage; a step may start only a later one.

sending -> drafting -> intake -> clarifying -> bringing -> deciding -> moderation -> forwarding -> assignment ->
dispatch -> reception -> enclosing -> replying -> consulting -> errands -> extending -> handing -> answer -> rating ->
closing

Each function: takes ids and `now`, makes one change in one transaction, may start a later step.
The order is checked by import-linter (see pyproject, contract "steps go forward").
What goes back (returned by the author, refused by МСЭД) goes through a state and a desk queue.
"""
