"""What people press and type in Slack: buttons, modals, the slash command, the message shortcut."""
