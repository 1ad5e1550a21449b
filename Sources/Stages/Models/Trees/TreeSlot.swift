import LatheCore

/// What a row's slot holds: a feature, with missing values already replaced by what sends them the right way.
///
/// So one feature may fill several slots, and a numeric split is always the one comparison `slot <= threshold`.
struct TreeSlot: Hashable {
  enum Rule: Hashable {
    /// Minus infinity, for leaves.
    case always
    /// NaN becomes minus infinity: missing goes left.
    case missingLeft
    /// NaN becomes infinity: missing goes right.
    case missingRight
    /// NaN becomes zero: the feature had no missing values.
    case missingIsZero
    /// NaN and zero become minus infinity.
    case zeroLeft
    /// NaN and zero become infinity.
    case zeroRight
    /// A 64-bit set with the one category, if it lies in `64 * block..<64 * (block + 1)`.
    case categoryBit(block: UInt32)
    /// The category, or 2⁶⁴ - 1 for none.
    case categoryCode

    /// The rule of a split that compares numbers.
    init(_ decision: TreeText.Decision) {
      self =
        switch (decision.missing, decision.defaultsLeft) {
        case (.none, _): .missingIsZero
        case (.nan, true): .missingLeft
        case (.nan, false): .missingRight
        case (.zero, true): .zeroLeft
        case (.zero, false): .zeroRight
        }
    }
  }

  var feature: Int
  var rule: Rule

  /// Writes the slot of each row of `range` to `slot`, `stride` apart: the bits of a number, a set or a code.
  func fill(
    _ slot: UnsafeMutablePointer<UInt64>, stride: Int, _ features: FeatureMatrix, _ range: Range<Int>
  ) {
    features.columns[feature].withUnsafeBufferPointer { column in
      Self.fill(slot, stride, UnsafeBufferPointer(rebasing: column[range]), rule)
    }
  }

  private static func fill(
    _ slot: UnsafeMutablePointer<UInt64>, _ stride: Int, _ values: UnsafeBufferPointer<Double>,
    _ rule: TreeSlot.Rule
  ) {
    switch rule {
    case .always: fill(slot, stride, values) { _ in -.infinity }
    case .missingLeft: fill(slot, stride, values) { $0.isNaN ? -.infinity : $0 }
    case .missingRight: fill(slot, stride, values) { $0.isNaN ? .infinity : $0 }
    case .missingIsZero: fill(slot, stride, values) { $0.isNaN ? 0 : $0 }
    case .zeroLeft: fill(slot, stride, values) { $0.isNaN || abs($0) <= zeroThreshold ? -.infinity : $0 }
    case .zeroRight: fill(slot, stride, values) { $0.isNaN || abs($0) <= zeroThreshold ? .infinity : $0 }
    case .categoryBit(let block):
      for row in values.indices {
        let code = category(values[row])
        slot[row * stride] = code >> 6 == UInt64(block) ? 1 << (code & 63) : 0
      }
    case .categoryCode:
      for row in values.indices { slot[row * stride] = category(values[row]) }
    }
  }

  @inline(__always)
  private static func fill(
    _ slot: UnsafeMutablePointer<UInt64>, _ stride: Int, _ values: UnsafeBufferPointer<Double>,
    _ replace: (Double) -> Double
  ) {
    for row in values.indices { slot[row * stride] = replace(values[row]).bitPattern }
  }

  /// LightGBM's `kZeroThreshold`, a single-precision constant.
  private static let zeroThreshold = Double(Float(1e-35))
  private static let noCategory = UInt64.max

  /// The category a number names: its whole part, as LightGBM casts it, or ``noCategory``.
  @inline(__always)
  private static func category(_ value: Double) -> UInt64 {
    value > -1 && value < 0x1p31 ? UInt64(Int64(value)) : noCategory
  }
}
