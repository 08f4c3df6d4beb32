"""Nothing is forgotten: reminders of terms and their ladder, the feed of a desk, the guarantee that all goes on."""
