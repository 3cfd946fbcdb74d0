package dev.howdah.sql.resolve;

/** OIDs of types that PostgreSQL's grammar itself speaks of; they never change. */
final class BuiltIn {

  static final long BOOL = 16;
  static final long BYTEA = 17;
  static final long NAME = 19;
  static final long INT8 = 20;
  static final long INT4 = 23;
  static final long TEXT = 25;
  static final long OID = 26;
  static final long TID = 27;
  static final long XID = 28;
  static final long CID = 29;
  static final long JSON = 114;
  static final long XML = 142;
  static final long FLOAT8 = 701;
  static final long FLOAT4 = 700;
  static final long DATE = 1082;
  static final long TIME = 1083;
  static final long TIMESTAMP = 1114;
  static final long TIMESTAMPTZ = 1184;
  static final long TIMETZ = 1266;
  static final long BIT = 1560;
  static final long NUMERIC = 1700;
  static final long INTERNAL = 2281;
  static final long JSONB = 3802;
  static final long JSONPATH = 4072;

  private BuiltIn() {}
}
