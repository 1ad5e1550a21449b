import Foundation

extension CalibrationSample {
  /// Platt's logistic map by Newton's method with step halving (Lin, Lin and Weng, "A note on Platt's probabilistic
  /// outputs for support vector machines", 2007); `nil` where larger predictions go with fewer positive rows.
  func logistic() -> Calibration? {
    let logits = predictions.map(logit)
    let weights = targets.weights
    // Weights count relative to their mean, so that their unit does not matter to the prior below.
    let unit = targets.totalWeight / Double(targets.rowCount)
    var positives = 0.0
    var negatives = 0.0
    for row in logits.indices {
      if targets.classes[row] == 1 {
        positives += targets.weight(row)
      } else {
        negatives += targets.weight(row)
      }
    }
    // Platt's targets: one row of each class is added to the evidence, so that separable rows have a finite optimum.
    let positiveTarget = (positives / unit + 1) / (positives / unit + 2)
    let negativeTarget = 1 / (negatives / unit + 2)

    func objective(_ slope: Double, _ intercept: Double) -> Double {
      var sum = 0.0
      for row in logits.indices {
        let value = slope * logits[row] + intercept
        let target = targets.classes[row] == 1 ? positiveTarget : negativeTarget
        let softplus = max(value, 0) + log1p(exp(-abs(value)))
        sum += (weights.map { $0[row] } ?? 1) * (softplus - target * value)
      }
      return sum
    }

    var slope = 1.0
    var intercept = 0.0
    var value = objective(slope, intercept)
    for _ in 0..<50 {
      var gradient = (0.0, 0.0)
      var curvature = (1e-9, 0.0, 1e-9)
      for row in logits.indices {
        let weight = weights.map { $0[row] } ?? 1
        let probability = sigmoid(slope * logits[row] + intercept)
        let error = weight * (probability - (targets.classes[row] == 1 ? positiveTarget : negativeTarget))
        let bend = weight * probability * (1 - probability)
        gradient.0 += error * logits[row]
        gradient.1 += error
        curvature.0 += bend * logits[row] * logits[row]
        curvature.1 += bend * logits[row]
        curvature.2 += bend
      }
      let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
      guard determinant > 0 else { break }
      let slopeStep = (curvature.2 * gradient.0 - curvature.1 * gradient.1) / determinant
      let interceptStep = (curvature.0 * gradient.1 - curvature.1 * gradient.0) / determinant
      var length = 1.0
      var isLower = false
      while length > 1e-6 && !isLower {
        let next = objective(slope - length * slopeStep, intercept - length * interceptStep)
        if next < value {
          isLower = true
          slope -= length * slopeStep
          intercept -= length * interceptStep
          value = next
        } else {
          length /= 2
        }
      }
      guard isLower, abs(slopeStep) + abs(interceptStep) > 1e-7 else { break }
    }
    return slope > 0 ? .logistic(slope: slope, intercept: intercept) : nil
  }

  /// The scale, and with `hasOffsets` the offset of each class, that minimise the log-loss of
  /// `softmax(scale × log p + offset)`.
  ///
  /// Each pass takes a Newton step in the logarithm of the scale and one of generalised iterative scaling in the
  /// offsets, which moves the mean prediction of each class to its share of the rows, one row of each class added
  /// to the evidence.
  func softmaxScaling(hasOffsets: Bool) -> Calibration? {
    let width = targets.classCount
    guard width > 1 else { return nil }
    let logs = predictions.map(clippedLog)
    let unit = targets.totalWeight / Double(targets.rowCount)
    var observed = [Double](repeating: unit, count: width)
    for row in targets.classes.indices { observed[Int(targets.classes[row])] += targets.weight(row) }

    let observedWeight = observed.reduce(0, +)
    var scale = 1.0
    var offsets = [Double](repeating: 0, count: width)
    var probabilities = [Double](repeating: 0, count: width)
    for _ in 0..<Self.passLimit {
      var slope = 0.0
      var curvature = 0.0
      var expected = [Double](repeating: 0, count: width)
      logs.withUnsafeBufferPointer { logs in
        probabilities.withUnsafeMutableBufferPointer { probabilities in
          for row in targets.classes.indices {
            let start = row * width
            let weight = targets.weight(row)
            for index in 0..<width { probabilities[index] = scale * logs[start + index] + offsets[index] }
            exponentiateAndNormalise(probabilities, 0..<width)
            var mean = 0.0
            var square = 0.0
            for index in 0..<width {
              let share = probabilities[index]
              mean += share * logs[start + index]
              square += share * logs[start + index] * logs[start + index]
              expected[index] += weight * share
            }
            slope += weight * (mean - logs[start + Int(targets.classes[row])])
            curvature += weight * (square - mean * mean)
          }
        }
      }
      let step = curvature > 0 ? min(max(-slope / (curvature * scale), -0.5), 0.5) : 0
      let nextScale = min(max(scale * exp(step), Self.scaleRange.lowerBound), Self.scaleRange.upperBound)
      var change = abs(nextScale - scale) / scale
      scale = nextScale
      if hasOffsets {
        for index in 0..<width {
          let offsetStep = log(observed[index] / observedWeight * targets.totalWeight / expected[index])
          offsets[index] += offsetStep
          change = max(change, abs(offsetStep))
        }
      }
      if change < 1e-6 { break }
    }
    return .softmax(scale: scale, offsets: offsets)
  }

  private static let passLimit = 60
  private static let scaleRange = 0.05...20.0
}
