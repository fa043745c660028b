"""What real engines do with each mirror that fails: trials in namespaces of their own, with nothing else to reach."""
