/// Every parameter drawn by itself, uniformly on its scale.
///
/// Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 2012.
public struct RandomSampler: Sampler {
  /// A sampler.
  public init() {}

  /// `random`.
  public var name: String { "random" }

  /// A random point.
  public mutating func propose(_ request: SamplingRequest) -> Proposal {
    var random = request.random(name)
    return Proposal(request.space.randomPoint(using: &random))
  }
}
