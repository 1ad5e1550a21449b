import Synchronization

/// Values that are made at most once each, by whoever asks first; who asks meanwhile waits for it.
///
/// For values that cost more than the wait. Whoever waits does so without a look at a deadline: one that must not wait
/// gives the maker a deadline instead.
package final class OnceCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// Locked while its value is made.
  private final class Cell: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private let cells = Mutex<[Key: Cell]>([:])

  /// An empty cache.
  package init() {}

  /// The value of `key`, from `make` if nobody has made it yet. A failure is not kept: an interruption says nothing of the
  /// value, and the next who asks may have the time.
  package func value<Failure: Error>(
    for key: Key, make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let cell = cells.withLock { cells in
      if let cell = cells[key] { return cell }
      let cell = Cell()
      cells[key] = cell
      return cell
    }
    let result = cell.value.withLock { kept -> Result<Value, Failure> in
      if let kept { return .success(kept) }
      let made = Result { () throws(Failure) in try make() }
      if case .success(let value) = made { kept = value }
      return made
    }
    return try result.get()
  }
}
