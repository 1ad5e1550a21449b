import Foundation

/// What is thought of the parameters of a Gaussian process before any data.
///
/// The length scales grow with the square root of the dimension, as distances do, so that functions of many parameters
/// are not thought to be rougher than those of few: Hvarfner, Hellsten and Nardi, "Vanilla Bayesian Optimization Performs
/// Great in High Dimensions", ICML 2024.
struct KernelPrior: Sendable {
  /// The mean and the deviation of a logarithm.
  struct LogNormal: Sendable {
    var mean: Double
    var deviation: Double
  }

  var lengthScale: LogNormal
  var signal: LogNormal
  var noise: LogNormal
  /// Nothing outside of these is sensible, or safe.
  var lowest: [Double]
  var highest: [Double]

  init(features: KernelFeatures) {
    let dimension = features.effectiveDimension
    lengthScale = LogNormal(
      mean: Experiment.value("LMEAN", 2.0.squareRoot()) + 0.5 * log(dimension)
        - Experiment.value("LSHIFT", 0),
      deviation: Experiment.value("LDEV", 3.0.squareRoot()))
    signal = LogNormal(mean: Experiment.value("SMEAN", 0), deviation: Experiment.value("SDEV", 1))
    noise = LogNormal(
      mean: log(Experiment.value("NMEAN", 1e-4)), deviation: Experiment.value("NDEV", 2.5))
    let scales = features.scaleCount
    lowest = Array(repeating: log(5e-3), count: scales) + [log(1e-3), log(Experiment.value("NMIN", 1e-8))]
    highest = Array(repeating: log(1e4), count: scales) + [log(1e3), log(1)]
  }

  /// A start for the fit.
  func start(scaleCount: Int, lengthScale: Double? = nil) -> [Double] {
    let scale = lengthScale.map(log) ?? self.lengthScale.mean - 1
    return Array(repeating: scale, count: scaleCount) + [signal.mean, noise.mean]
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

import Foundation
enum Experiment {
  static let values = ProcessInfo.processInfo.environment
  static func value(_ name: String, _ standard: Double) -> Double {
    values["GP_" + name].flatMap(Double.init) ?? standard
  }
}
