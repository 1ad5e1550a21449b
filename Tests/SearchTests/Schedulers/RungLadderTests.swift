import Testing

@testable import Search

@Suite struct RungLadderTests {
  @Test func `rungs are counted down from the last step`() {
    let ladder = RungLadder(minimumStep: 1, reductionFactor: 3, maximumStep: 27)
    #expect(ladder.steps == [1, 3, 9, 27])
    #expect(RungLadder(minimumStep: 1, reductionFactor: 3, maximumStep: 52).steps == [2, 6, 17, 52])
    #expect(RungLadder(minimumStep: 4, reductionFactor: 2, maximumStep: 20).steps == [5, 10, 20])
    #expect(RungLadder(minimumStep: 30, reductionFactor: 3, maximumStep: 20).steps == [20])
    #expect(RungLadder(minimumStep: 1, reductionFactor: 2, maximumStep: 3).steps == [2, 3])
  }

  @Test func `without a last step they are counted up`() {
    let ladder = RungLadder(minimumStep: 2, reductionFactor: 4, maximumStep: nil)
    #expect(ladder.steps.prefix(4) == [2, 8, 32, 128])
    #expect(ladder.until(rung: 2, ofBracket: 0) == 32)
    #expect(ladder.until(rung: 0, ofBracket: 2) == 32)
    #expect(ladder.until(rung: 10_000, ofBracket: 0) == nil)
  }

  @Test func `the last rung is the end of a trial`() {
    let ladder = RungLadder(minimumStep: 1, reductionFactor: 3, maximumStep: 27)
    #expect(ladder.until(rung: 2, ofBracket: 0) == 9)
    #expect(ladder.until(rung: 3, ofBracket: 0) == nil)
    #expect(ladder.until(rung: 0, ofBracket: 3) == nil)
    #expect(Array(ladder.steps(ofBracket: 9)) == [27])
  }
}
