import LatheCore

extension Column {
  /// One number a row that is equal for rows of equal value, for a grouped ``SplitPlan``; a row without value is a
  /// group of its own. O(bytes).
  public func groups() -> [Int] {
    switch values {
    case .numbers(let numbers), .instants(let numbers):
      numbered(numbers.map { $0.isNaN ? nil : $0 })
    case .categories(let categories): numbered(categories.codes.map { $0 < 0 ? nil : $0 })
    case .texts(let texts): numbered((0..<texts.count).map { texts[$0] })
    }
  }

  private func numbered<Key: Hashable>(_ keys: [Key?]) -> [Int] {
    var groupOfKey: [Key: Int] = [:]
    var next = 0
    return keys.map { key in
      if let key, let group = groupOfKey[key] { return group }
      if let key { groupOfKey[key] = next }
      defer { next += 1 }
      return next
    }
  }
}
