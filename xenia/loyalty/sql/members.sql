-- Numbers of members, one after the other over all programmes; the check digit is added by rules/programmes.py.
CREATE SEQUENCE loyalty_member_serial START 100000001;
