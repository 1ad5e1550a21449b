import Foundation

/// What a Gaussian process has of parameters: a length scale a dimension, a variance and that of the noise.
struct KernelParameters: Sendable, Equatable {
  /// The length scales.
  var lengthScales: [Double]
  /// The variance of the function.
  var signalVariance: Double
  /// The variance of the noise.
  var noiseVariance: Double

  init(lengthScales: [Double], signalVariance: Double, noiseVariance: Double) {
    self.lengthScales = lengthScales
    self.signalVariance = signalVariance
    self.noiseVariance = noiseVariance
  }

  /// The parameters from their logarithms.
  init(logarithms: [Double]) {
    let scales = logarithms.count - 2
    lengthScales = logarithms[..<scales].map(exp)
    signalVariance = exp(logarithms[scales])
    noiseVariance = exp(logarithms[scales + 1])
  }

  /// The logarithms, in which they are fitted.
  var logarithms: [Double] { lengthScales.map(log) + [log(signalVariance), log(noiseVariance)] }
}
