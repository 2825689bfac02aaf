"""What a project defines: its settings, its Jekyll site, its styles."""
