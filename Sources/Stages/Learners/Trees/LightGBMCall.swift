import CLightGBM

/// Calls of LightGBM's C interface with failures as errors.
struct LightGBMCall {
  /// The learner an error names.
  let learner: String

  /// Runs `call` and throws LightGBM's message if it reports a failure.
  func callAsFunction(_ call: () -> Int32) throws(LearnersError) {
    // LightGBM keeps its log level and callback a thread, and this fit may run on a fresh one.
    LGBM_RegisterLogCallback { _ in }
    guard call() == 0 else {
      throw .engine(learner: learner, message: LGBM_GetLastError().map { String(cString: $0) } ?? "unknown")
    }
  }
}

/// LightGBM's options in its `key=value` form, in a fixed order.
struct LightGBMOptions {
  private(set) var list: [(key: String, value: String)] = []

  mutating func set(_ key: String, _ value: some CustomStringConvertible) {
    list.removeAll { $0.key == key }
    list.append((key, value.description))
  }

  /// The options followed by `others`, which win where both set a key.
  func merging(_ others: LightGBMOptions) -> LightGBMOptions {
    var merged = self
    for (key, value) in others.list { merged.set(key, value) }
    return merged
  }

  var text: String { list.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

  var dictionary: [String: String] {
    Dictionary(list.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
  }
}
