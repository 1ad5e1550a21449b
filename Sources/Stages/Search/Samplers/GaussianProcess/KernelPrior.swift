import Foundation

/// What is thought of the parameters of a Gaussian process before any data.
///
/// The length scales grow with the square root of the dimension, as distances do, so that functions of many parameters
/// are not thought to be rougher than those of few: Hvarfner, Hellsten and Nardi, "Vanilla Bayesian Optimization Performs
/// Great in High Dimensions", ICML 2024, whose constants are for a smoother kernel.
struct KernelPrior: Sendable {
  /// The mean and the deviation of a logarithm.
  struct LogNormal: Sendable {
    let mean: Double
    let deviation: Double
  }

  /// Of each length scale.
  let lengthScale: LogNormal
  /// Of the variance of the function, whose data have a variance of 1.
  let signal: LogNormal
  /// Of the variance of the noise. Most objectives have hardly any, and the few that do show it soon.
  let noise: LogNormal
  /// The bounds of the logarithms, outside of which nothing is sensible, or safe.
  let lowest: [Double]
  let highest: [Double]

  init(features: KernelFeatures) {
    lengthScale = LogNormal(
      mean: 0.7 + 0.5 * log(features.effectiveDimension), deviation: 3.0.squareRoot())
    signal = LogNormal(mean: 0, deviation: 1)
    noise = LogNormal(mean: log(1e-5), deviation: 2.75)
    let scales = features.scaleCount
    lowest = Array(repeating: log(5e-3), count: scales) + [log(1e-3), log(1e-8)]
    highest = Array(repeating: log(1e4), count: scales) + [log(1e3), log(1)]
  }

  /// A start for the fit: functions somewhat rougher than expected, from where the data lead either way.
  func start(scaleCount: Int) -> [Double] {
    Array(repeating: lengthScale.mean - 1, count: scaleCount) + [signal.mean, noise.mean]
  }

  /// The negative logarithm of the density, up to a constant, and its gradient by the logarithms of the parameters.
  func penalty(_ logarithms: [Double]) -> (value: Double, gradient: [Double]) {
    let scales = logarithms.count - 2
    var value = 0.0
    let gradient = logarithms.indices.map { index in
      let prior = index < scales ? lengthScale : index == scales ? signal : noise
      let deviation = (logarithms[index] - prior.mean) / prior.deviation
      value += 0.5 * deviation * deviation
      return deviation / prior.deviation
    }
    return (value, gradient)
  }
}
