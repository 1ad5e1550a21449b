import Synchronization

/// What has been made from a value at some cost and is kept as long as the value lives, such as binned columns.
///
/// Copies of the value share one store, so the second user finds what the first has made.
public final class DerivedValues: Sendable {
  private let values = Mutex<[String: any Sendable]>([:])

  /// An empty store.
  public init() {}

  /// The value kept under `key`, else what `make` gives, which is kept.
  ///
  /// Two callers at the same time may both make it; both get the one that is kept.
  public func value<Value: Sendable, Failure: Error>(
    for key: String, make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if let kept = values.withLock({ $0[key] as? Value }) { return kept }
    let made = try make()
    return values.withLock { values in
      if let kept = values[key] as? Value { return kept }
      values[key] = made
      return made
    }
  }
}
