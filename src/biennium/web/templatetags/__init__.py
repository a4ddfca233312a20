"""Template tags of the shell: `{% load biennium %}`."""
