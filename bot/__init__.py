"""What faces people: the web app, the channels, the command line."""
