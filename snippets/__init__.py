"""The guide's data, and the only code that knows its format. Imports nothing of ours but itself."""
