import LatheCore

/// A low-discrepancy sequence in the unit cube, scrambled so that each seed gives another one of the same quality.
///
/// The first 2ᵏ points put one into each of 2ᵏ equal slices along every axis. Scrambling is Owen's nested uniform one,
/// with a hash for the random tree. Axes beyond ``scrambledDimensions`` are independent random numbers.
///
/// Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM Journal on Scientific
/// Computing 2008; Burley, "Practical hash-based Owen scrambling", Journal of Computer Graphics Techniques 2020.
struct SobolSequence: Sendable {
  /// The dimensions for which there are direction numbers.
  static let scrambledDimensions = JoeKuoNumbers.generators.count + 1

  /// The numbers a point has.
  let dimension: Int
  private let seed: UInt64?
  /// The seed of each axis.
  private let axisSeeds: [UInt32]
  /// 32 direction numbers an axis.
  private let directions: [UInt32]

  /// A sequence of `dimension` numbers a point; unscrambled, beginning at the origin, without a seed.
  init(dimension: Int, seed: UInt64?) {
    self.dimension = dimension
    self.seed = seed
    let drawn = min(dimension, Self.scrambledDimensions)
    directions = (0..<drawn).flatMap(Self.directions(ofAxis:))
    var random = seed.map { RandomSource(seed: $0, stream: "sobol scramble") }
    axisSeeds = (0..<drawn).map { _ in
      random.map { _ in UInt32(truncatingIfNeeded: random?.next() ?? 0) } ?? 0
    }
  }

  /// The point with an index from 0, each number in (0, 1) if there is a seed. O(dimension × bits of the index).
  func point(at index: Int) -> [Double] {
    // Neighbours in Gray code differ in one digit, which is the order in which the sequence is usually given.
    let code = UInt32(truncatingIfNeeded: index ^ (index >> 1))
    var point = axisSeeds.indices.map { axis -> Double in
      var digits: UInt32 = 0
      var remaining = code
      while remaining != 0 {
        digits ^= directions[axis * UInt32.bitWidth + remaining.trailingZeroBitCount]
        remaining &= remaining - 1
      }
      guard seed != nil else { return Double(digits) * 0x1p-32 }
      return (Double(Self.scrambled(digits, seed: axisSeeds[axis])) + 0.5) * 0x1p-32
    }
    if dimension > point.count {
      var random = RandomSource(seed: seed ?? 0, stream: "sobol \(index)")
      while point.count < dimension { point.append(random.uniform()) }
    }
    return point
  }

  /// 32 direction numbers by the recurrence of the axis's primitive polynomial.
  private static func directions(ofAxis axis: Int) -> [UInt32] {
    guard axis > 0 else { return (0..<32).map { 1 << (31 - UInt32($0)) } }
    let generator = JoeKuoNumbers.generators[axis - 1]
    let degree = generator.initialNumbers.count
    var numbers = generator.initialNumbers.enumerated().map { UInt32($1) << (31 - UInt32($0)) }
    while numbers.count < UInt32.bitWidth {
      let oldest = numbers[numbers.count - degree]
      var next = oldest ^ (oldest >> UInt32(degree))
      for term in 1..<max(degree, 1) where generator.polynomial >> UInt32(degree - term) & 1 == 1 {
        next ^= numbers[numbers.count - term]
      }
      numbers.append(next)
    }
    return numbers
  }

  /// Flips each digit by a random function of the digits before it.
  private static func scrambled(_ digits: UInt32, seed: UInt32) -> UInt32 {
    // In reverse, low bits decide about higher ones, which is what multiplication does.
    var bits = reversed(digits)
    bits ^= bits &* 0x3d20_adea
    bits = bits &+ seed
    bits = bits &* ((seed >> 16) | 1)
    bits ^= bits &* 0x0552_6c56
    bits ^= bits &* 0x53a2_2864
    return reversed(bits)
  }

  private static func reversed(_ bits: UInt32) -> UInt32 {
    var result = bits.byteSwapped
    result = (result & 0x0f0f_0f0f) << 4 | (result >> 4) & 0x0f0f_0f0f
    result = (result & 0x3333_3333) << 2 | (result >> 2) & 0x3333_3333
    return (result & 0x5555_5555) << 1 | (result >> 1) & 0x5555_5555
  }
}
