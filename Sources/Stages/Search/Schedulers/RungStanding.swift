/// Trials that have reached a rung, from the best to the worst; of equal ones, the earlier first.
struct RungStanding {
  /// The indices of the trials' curves.
  private(set) var ranking: [Int]

  /// The standing at a step of those of `curves` that `belongs` chooses. A loss that is not a number is the worst.
  init(_ curves: [Curve], at step: Int, where belongs: (Curve) -> Bool = { _ in true }) {
    var reached: [(loss: Double, index: Int)] = []
    for (index, curve) in curves.enumerated() where belongs(curve) {
      guard let loss = curve.loss(from: step) else { continue }
      reached.append((loss.isNaN ? .infinity : loss, index))
    }
    reached.sort { ($0.loss, $0.index) < ($1.loss, $1.index) }
    ranking = reached.map(\.index)
  }
}
