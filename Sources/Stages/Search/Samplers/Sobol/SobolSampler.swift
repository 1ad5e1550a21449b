/// Points that fill the space evenly: a scrambled Sobol sequence.
///
/// Better than random points where nothing is learnt from results, above all in the first trials of a study. Each trial
/// has its own point of the sequence, so that parallel workers never repeat each other.
///
/// Sobol, "On the distribution of points in a cube", 1967; Owen, "Scrambled net variance for integrals of smooth
/// functions", Annals of Statistics 1997.
public struct SobolSampler: Sampler {
  private var sequence: (generation: Int, seed: UInt64, points: SobolSequence)?

  /// A sampler.
  public init() {}

  /// `sobol`.
  public var name: String { "sobol" }

  /// The point of the sequence that belongs to the trial.
  public mutating func propose(_ request: SamplingRequest) -> Proposal {
    let points: SobolSequence
    if let sequence, sequence.generation == request.generation, sequence.seed == request.seed,
      sequence.points.dimension == request.space.dimension
    {
      points = sequence.points
    } else {
      points = SobolSequence(dimension: request.space.dimension, seed: request.seed)
      sequence = (request.generation, request.seed, points)
    }
    return Proposal(request.space.point(at: points.point(at: request.ordinal)))
  }
}

extension EncodedSpace {
  /// The point whose coordinates are numbers in [0, 1), one an axis; those of axes that are not there are left out.
  func point(at coordinates: [Double]) -> Point {
    completed(Point(repeating: .nan, count: dimension)) { axis in
      guard case .categorical(let count) = axes[axis].kind else { return coordinates[axis] }
      return (coordinates[axis] * Double(count)).rounded(.down)
    }
  }
}
