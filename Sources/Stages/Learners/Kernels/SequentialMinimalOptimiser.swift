import LatheCore

/// Solves the dual problem of a support vector machine, minimise `½ Σ aᵢaⱼkᵢⱼ + Σ pᵢ|aᵢ|` with signed multipliers
/// `0 ≤ signᵢ aᵢ ≤ boundᵢ` that add to zero, two multipliers at a time, the pair chosen by second-order information (Fan, Chen
/// and Lin, "Working set selection using second order information for training support vector machines", 2005).
///
/// LIBSVM's algorithm, written anew because a fit here must be interruptible, weigh rows one by one (a bound a row) and
/// start from an earlier solution, which the library's Debian build does not offer. Its results, through scikit-learn, are
/// the golden values of the tests. An iteration costs O(rows).
struct SequentialMinimalOptimiser: Sendable {
  /// Which row of the kernel each variable belongs to.
  private let rows: [Int]
  private let signs: [Double]
  /// The largest size of each multiplier. A variable with the bound zero takes no part.
  private(set) var bounds: [Double]
  /// The sizes of the multipliers.
  private(set) var sizes: [Double]
  /// `sign · derivative` of each variable.
  private(set) var slopes: [Double]
  /// What is added to `Σ aₖ k` to make the decision.
  private(set) var bias = 0.0

  /// A machine whose multipliers are zero, for variables with these signs, bounds and linear terms `p`.
  init(rows: [Int], signs: [Double], linear: [Double]) {
    self.rows = rows
    self.signs = signs
    bounds = [Double](repeating: 0, count: rows.count)
    sizes = bounds
    slopes = zip(signs, linear).map { $0 * $1 }
  }

  /// The multiplier of each variable, with its sign.
  var multipliers: [Double] { zip(signs, sizes).map { $0 * $1 } }

  /// Goes on from the present multipliers, within `bounds` no smaller than the bounds before, until the conditions of
  /// optimality are violated by less than `tolerance`.
  ///
  /// - Returns: Whether it came to its end before the limits stopped it.
  mutating func solve(_ kernel: RadialKernel, bounds: [Double], tolerance: Double, limits: FitLimits) -> Bool
  {
    self.bounds = bounds
    let limit = 20_000 + 300 * rows.count
    var iteration = 0
    var finished = true
    while iteration < limit, let pair = violatingPair(kernel, tolerance) {
      iteration += 1
      if iteration % 128 == 0, limits.shouldStop {
        finished = false
        break
      }
      move(pair.0, pair.1, kernel)
    }
    bias = -threshold()
    return finished
  }

  /// The pair whose move promises the largest decrease; nil if none violates optimality.
  private func violatingPair(_ kernel: RadialKernel, _ tolerance: Double) -> (Int, Int)? {
    let count = kernel.count
    return kernel.values.withUnsafeBufferPointer { values -> (Int, Int)? in
      slopes.withUnsafeBufferPointer { slopes in
        sizes.withUnsafeBufferPointer { sizes in
          bounds.withUnsafeBufferPointer { bounds in
            signs.withUnsafeBufferPointer { signs in
              rows.withUnsafeBufferPointer { rows in
                var first = -1
                var steepest = -Double.infinity
                for place in 0..<slopes.count {
                  let canRise = signs[place] > 0 ? sizes[place] < bounds[place] : sizes[place] > 0
                  if canRise, -slopes[place] > steepest {
                    steepest = -slopes[place]
                    first = place
                  }
                }
                guard first >= 0 else { return nil }
                let start = rows[first] * count
                var second = -1
                var best = 0.0
                var opposite = -Double.infinity
                for place in 0..<slopes.count {
                  let canFall = signs[place] > 0 ? sizes[place] > 0 : sizes[place] < bounds[place]
                  guard canFall else { continue }
                  opposite = max(opposite, slopes[place])
                  let difference = steepest + slopes[place]
                  guard difference > 0 else { continue }
                  // The kernel of a row with itself is one.
                  let curvature = max(2 - 2 * Double(values[start + rows[place]]), 1e-12)
                  let gain = difference * difference / curvature
                  if gain > best {
                    best = gain
                    second = place
                  }
                }
                return second >= 0 && steepest + opposite >= tolerance ? (first, second) : nil
              }
            }
          }
        }
      }
    }
  }

  /// Raises the signed multiplier `first` and lowers `second` by the same, as far as pays or the bounds allow.
  private mutating func move(_ first: Int, _ second: Int, _ kernel: RadialKernel) {
    let firstStart = rows[first] * kernel.count
    let secondStart = rows[second] * kernel.count
    let curvature = max(2 - 2 * Double(kernel.values[firstStart + rows[second]]), 1e-12)
    let firstRoom = signs[first] > 0 ? bounds[first] - sizes[first] : sizes[first]
    let secondRoom = signs[second] > 0 ? sizes[second] : bounds[second] - sizes[second]
    let step = min((slopes[second] - slopes[first]) / curvature, firstRoom, secondRoom)
    // A multiplier that reaches a bound gets exactly its value, so that comparisons with it hold.
    sizes[first] =
      step == firstRoom ? (signs[first] > 0 ? bounds[first] : 0) : sizes[first] + signs[first] * step
    sizes[second] =
      step == secondRoom ? (signs[second] > 0 ? 0 : bounds[second]) : sizes[second] - signs[second] * step
    kernel.values.withUnsafeBufferPointer { values in
      rows.withUnsafeBufferPointer { rows in
        slopes.withUnsafeMutableBufferPointer { slopes in
          for place in 0..<slopes.count {
            let row = rows[place]
            slopes[place] += step * (Double(values[firstStart + row]) - Double(values[secondStart + row]))
          }
        }
      }
    }
  }

  /// The mean slope of the multipliers strictly between their bounds, or the middle of what the others allow.
  private func threshold() -> Double {
    var (lower, upper) = (-Double.infinity, Double.infinity)
    var (sum, free) = (0.0, 0)
    for place in rows.indices where bounds[place] > 0 {
      let slope = slopes[place]
      if sizes[place] > 0, sizes[place] < bounds[place] {
        sum += slope
        free += 1
      } else if (sizes[place] > 0) == (signs[place] > 0) {
        lower = max(lower, slope)
      } else {
        upper = min(upper, slope)
      }
    }
    if free > 0 { return sum / Double(free) }
    if lower.isFinite, upper.isFinite { return (lower + upper) / 2 }
    return lower.isFinite ? lower : upper.isFinite ? upper : 0
  }
}
