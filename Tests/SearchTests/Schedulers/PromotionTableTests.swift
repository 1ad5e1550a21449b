import LatheCore
import Testing

@testable import Search

@Suite struct PromotionTableTests {
  @Test func `it promotes whom a sorted list would`() {
    let ladder = RungLadder(minimumStep: 1, reductionFactor: 3, maximumStep: 9)
    let cycle = BracketCycle(depth: 3, count: 1, reductionFactor: 3)
    var random = RandomSource(seed: 5)
    var promotions = 0
    for count in 0..<200 {
      // Few different losses, so that there are equal ones, and some that are not numbers.
      let curves = (0..<count % 40).map { number in
        let length = Int.random(in: 0...4, using: &random)
        let losses = (0..<length).map { step in
          let loss = Int.random(in: 0...9, using: &random)
          return IntermediateValue(step: step + 1, value: loss == 9 ? .nan : Double(loss))
        }
        let state: TrialState = random.uniform() < 0.6 ? .paused : .running
        return Curve(number: number, state: state, losses: losses)
      }
      let table = PromotionTable(curves, ladder, cycle)
      for rung in 0..<2 {
        let ranking = RungStanding(curves, at: ladder.steps[rung]).ranking
        let expected = ranking.prefix(ranking.count / 3).first { index in
          curves[index].state == .paused && !curves[index].hasBrokenDown
            && (curves[index].lastStep ?? 0) < ladder.steps[rung + 1]
        }
        #expect(table.promoted(bracket: 0, rung: rung, oneIn: 3) == expected)
        if expected != nil { promotions += 1 }
      }
    }
    #expect(promotions > 50)
  }
}
