// A plain C interface to Arrow C++: tables read from CSV, JSON lines and Parquet and copied out by column, Parquet
// written, streams decompressed. No call throws; each that can fail returns 0 or fills `error` and returns 1.
#ifndef LATHE_CARROW_H
#define LATHE_CARROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The message of a failed call, cut to fit.
typedef struct {
  char message[2048];
} lathe_arrow_error;

/// A table: named columns, each a list of chunks.
typedef struct lathe_arrow_table lathe_arrow_table;

/// The physical type of a column as far as the caller must tell types apart.
typedef enum {
  LATHE_ARROW_MISSING = 0,  ///< every value is missing
  LATHE_ARROW_INTEGER,
  LATHE_ARROW_FLOAT,
  LATHE_ARROW_BOOLEAN,
  LATHE_ARROW_DATE,         ///< days; copied out as seconds since 1970
  LATHE_ARROW_TIMESTAMP,    ///< copied out as seconds since 1970, UTC
  LATHE_ARROW_TIME,         ///< copied out as seconds since midnight
  LATHE_ARROW_DICTIONARY,   ///< strings as codes into levels
  LATHE_ARROW_TEXT,
  LATHE_ARROW_CONFLICT,     ///< chunks of types that share no representation
  LATHE_ARROW_UNSUPPORTED,  ///< nested or binary
} lathe_arrow_type;

/// What to read a CSV column as.
typedef enum {
  LATHE_ARROW_AS_INFERRED = 0,
  LATHE_ARROW_AS_DICTIONARY,
  LATHE_ARROW_AS_TEXT,
} lathe_arrow_request;

/// How CSV bytes are to be read. The bytes hold data rows only, as valid UTF-8.
typedef struct {
  const char *bytes;
  int64_t length;
  char delimiter;
  bool quoting;
  bool newlines_in_values;
  char decimal_point;
  const char *const *names;             ///< one name a column
  const lathe_arrow_request *requests;  ///< one request a column
  size_t column_count;
  const char *const *null_values;
  size_t null_count;
  int32_t dictionary_limit;  ///< distinct strings up to which an inferred column becomes a dictionary
  int32_t block_size;        ///< bytes; must hold the longest row
} lathe_arrow_csv;

/// Sets the number of threads that Arrow uses in this process.
int lathe_arrow_set_threads(int32_t threads, lathe_arrow_error *error);

/// Reads CSV; rows with another number of fields are left out and counted in `skipped`.
int lathe_arrow_read_csv(const lathe_arrow_csv *source, lathe_arrow_table **table, int64_t *skipped,
                         lathe_arrow_error *error);

/// Reads one JSON object a line; objects within objects become columns `outer.inner`.
int lathe_arrow_read_json(const char *bytes, int64_t length, int32_t block_size, lathe_arrow_table **table,
                          lathe_arrow_error *error);

/// Reads the number of rows of a Parquet file from its footer; fails if the row groups say otherwise.
int lathe_arrow_parquet_rows(const char *path, int64_t *rows, lathe_arrow_error *error);

/// Reads a Parquet file, or only the rows whose ascending indices are given, holding one row group at a time.
int lathe_arrow_read_parquet(const char *path, const int64_t *rows, int64_t row_count,
                             lathe_arrow_table **table, lathe_arrow_error *error);

/// Adds the rows of `other` to `table`, columns by name, the second of a name to the second; a column that one of them
/// lacks is missing there.
int lathe_arrow_append(lathe_arrow_table *table, const lathe_arrow_table *other, lathe_arrow_error *error);

/// Frees a table.
void lathe_arrow_free(lathe_arrow_table *table);

int64_t lathe_arrow_row_count(const lathe_arrow_table *table);
size_t lathe_arrow_column_count(const lathe_arrow_table *table);
/// The name of a column, valid as long as the table.
const char *lathe_arrow_column_name(const lathe_arrow_table *table, size_t column);
lathe_arrow_type lathe_arrow_column_type(const lathe_arrow_table *table, size_t column);
/// Arrow's name of the type of a column's first chunk, valid as long as the table.
const char *lathe_arrow_column_type_name(const lathe_arrow_table *table, size_t column);
/// Frees the values of a column that have been copied out.
void lathe_arrow_drop_column(lathe_arrow_table *table, size_t column);

/// Copies a column of numbers, booleans or moments; NaN where missing. `inexact` counts integers beyond 2^53.
int lathe_arrow_copy_numbers(const lathe_arrow_table *table, size_t column, double *values, int64_t *inexact,
                             lathe_arrow_error *error);

/// The bytes of all texts of a column of any type, and how many are missing.
int lathe_arrow_text_size(const lathe_arrow_table *table, size_t column, int64_t *bytes, int64_t *missing,
                          lathe_arrow_error *error);
/// Copies a column as texts; `offsets` takes rows + 1, `missing` rows.
int lathe_arrow_copy_texts(const lathe_arrow_table *table, size_t column, uint8_t *bytes, ptrdiff_t *offsets,
                           bool *missing, lathe_arrow_error *error);

/// Gives all chunks of a dictionary column one list of levels; needed before the two calls below.
int lathe_arrow_unify(lathe_arrow_table *table, size_t column, int64_t *levels, int64_t *level_bytes,
                      lathe_arrow_error *error);
int lathe_arrow_copy_codes(const lathe_arrow_table *table, size_t column, int32_t *codes,
                           lathe_arrow_error *error);
int lathe_arrow_copy_levels(const lathe_arrow_table *table, size_t column, uint8_t *bytes, ptrdiff_t *offsets,
                            lathe_arrow_error *error);

/// Columns to be written to Parquet.
typedef struct lathe_arrow_writer lathe_arrow_writer;
lathe_arrow_writer *lathe_arrow_writer_create(void);
void lathe_arrow_writer_free(lathe_arrow_writer *writer);
/// `type` is INTEGER, FLOAT, DATE or TIMESTAMP; NaN is written as missing.
int lathe_arrow_writer_add_numbers(lathe_arrow_writer *writer, const char *name, lathe_arrow_type type,
                                   const double *values, int64_t rows, lathe_arrow_error *error);
/// Texts; `missing` may be null.
int lathe_arrow_writer_add_texts(lathe_arrow_writer *writer, const char *name, const uint8_t *bytes,
                                 const ptrdiff_t *offsets, const bool *missing, int64_t rows,
                                 lathe_arrow_error *error);
/// Codes into levels given as texts; -1 is missing.
int lathe_arrow_writer_add_codes(lathe_arrow_writer *writer, const char *name, const int32_t *codes,
                                 int64_t rows, const uint8_t *level_bytes, const ptrdiff_t *level_offsets,
                                 int64_t levels, lathe_arrow_error *error);
int lathe_arrow_writer_write(const lathe_arrow_writer *writer, const char *path, lathe_arrow_error *error);

typedef enum { LATHE_ARROW_GZIP, LATHE_ARROW_ZSTD } lathe_arrow_codec;
/// Decompresses the file `path` into the open file `descriptor`; fails beyond `limit` bytes.
int lathe_arrow_decompress(const char *path, lathe_arrow_codec codec, int descriptor, int64_t limit,
                           int64_t *length, lathe_arrow_error *error);

/// XXH3, 64 bits, of bytes.
uint64_t lathe_arrow_hash(const void *bytes, size_t length, uint64_t seed);

#ifdef __cplusplus
}
#endif
#endif
