/// For every bracket and rung, how many trials have got there, and who is the best of those that wait there.
///
/// If the best one that waits is not to be promoted, none is: so nothing needs to be sorted. O(trials × rungs).
struct PromotionTable {
  private struct Rung {
    var count = 0
    /// Those that have been told to go on.
    var promotedCount = 0
    var waiting: (loss: Double, index: Int)?
    /// Those that are better than the one that waits.
    var betterCount = 0
  }

  private var rungs: [[Rung]]

  init(_ curves: [Curve], _ ladder: RungLadder, _ cycle: BracketCycle) {
    let brackets = cycle.sizes.indices.map { Array(ladder.steps(ofBracket: $0)) }
    var rungs = brackets.map { [Rung](repeating: Rung(), count: $0.count - 1) }
    func visit(_ body: (_ bracket: Int, _ rung: Int, _ loss: Double, _ index: Int) -> Void) {
      for index in curves.indices {
        guard let last = curves[index].lastStep else { continue }
        let bracket = cycle.place(ofTrial: curves[index].number).bracket
        for rung in rungs[bracket].indices {
          guard brackets[bracket][rung] <= last,
            let loss = curves[index].loss(from: brackets[bracket][rung])
          else { break }
          body(bracket, rung, loss.isNaN ? .infinity : loss, index)
        }
      }
    }
    var found = rungs
    visit { bracket, rung, loss, index in
      found[bracket][rung].count += 1
      let curve = curves[index]
      let hasPassed = curve.lastStep ?? 0 >= brackets[bracket][rung + 1]
      if hasPassed || curve.until.map({ $0 > brackets[bracket][rung] }) ?? true {
        found[bracket][rung].promotedCount += 1
      }
      guard curve.state == .paused, !curve.hasBrokenDown, !hasPassed,
        found[bracket][rung].waiting.map({ loss < $0.loss }) ?? true
      else { return }
      found[bracket][rung].waiting = (loss, index)
    }
    rungs = found
    // Whoever is no better than the one that waits does not stand in its way.
    visit { bracket, rung, loss, index in
      guard let waiting = rungs[bracket][rung].waiting else { return }
      if (loss, index) < (waiting.loss, waiting.index) { found[bracket][rung].betterCount += 1 }
    }
    self.rungs = found
  }

  /// The index of the curve that is to go on from a rung: among the best of every `factor` that have got there.
  ///
  /// - Parameter isDelayed: Whether to wait until no more than one of every `factor` has been told to go on.
  func promoted(bracket: Int, rung: Int, oneIn factor: Int, isDelayed: Bool = false) -> Int? {
    let rung = rungs[bracket][rung]
    let room = rung.count / factor
    guard let waiting = rung.waiting, rung.betterCount < room, !isDelayed || rung.promotedCount < room else {
      return nil
    }
    return waiting.index
  }

  /// The rungs of a bracket from which one can go on.
  func rungs(ofBracket bracket: Int) -> Range<Int> { rungs[bracket].indices }
}
