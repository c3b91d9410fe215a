"""Any export file in; text columns, true row numbers and refused rows out. Start at `open.py`."""
