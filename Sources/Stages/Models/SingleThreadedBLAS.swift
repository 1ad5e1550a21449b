import COpenBLAS

/// OpenBLAS on one thread: its sums depend on the number of threads, and our models and answers may not. Small products,
/// most of ours, are also faster so.
///
/// Whoever calls BLAS names ``isSet`` first.
package enum SingleThreadedBLAS {
  /// Set with the first use, for the whole process.
  package static let isSet: Void = openblas_set_num_threads(1)
}
