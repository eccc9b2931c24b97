"""The report about finished runs: one HTML file, or Markdown for a pull request."""
