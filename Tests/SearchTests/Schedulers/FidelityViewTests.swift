import Testing

@testable import Search

@Suite struct FidelityViewTests {
  private static let space = EncodedSpace(.empty)

  private static func curve(_ losses: [Double]) -> [IntermediateValue] {
    losses.enumerated().map { IntermediateValue(step: $0.offset + 1, value: $0.element) }
  }

  private static func paused(_ number: Int, _ losses: [Double]) -> PendingTrial {
    PendingTrial(number: number, point: [Double(number)], curve: curve(losses), isPaused: true)
  }

  @Test func `the step is the highest that enough trials have reached`() {
    let pending = [
      Self.paused(0, [5, 4, 3]), Self.paused(1, [6, 5, 4]), Self.paused(2, [7]), Self.paused(3, [8]),
    ]
    let request = SamplingRequest(space: Self.space, pending: pending, number: 4)
    #expect(FidelityView(request, needed: 2).step == 3)
    #expect(FidelityView(request, needed: 3).step == 1)
    #expect(FidelityView(request, needed: 9).step == 1)
  }

  @Test func `what has not got there is predicted by the change of those that have`() {
    let pending = [Self.paused(0, [5, 4, 3]), Self.paused(1, [6, 5, 4.5]), Self.paused(2, [7])]
    let view = FidelityView(SamplingRequest(space: Self.space, pending: pending, number: 4), needed: 2)
    #expect(view.observations.map(\.number) == [0, 1, 2])
    // Changes from step 1 are -2 and -1.5, of which the upper median is taken.
    #expect(view.observations.map(\.losses) == [[3], [4.5], [5.5]])
    #expect(view.observations.allSatisfy { $0.ending == .complete })
    #expect(view.pending.isEmpty)
  }

  @Test func `running trials are pending until they have reached the step`() {
    let pending = [
      Self.paused(0, [5, 4]), Self.paused(1, [6, 5]),
      PendingTrial(number: 2, point: [2], curve: Self.curve([9])),
      PendingTrial(number: 3, point: [3], curve: Self.curve([9, 8, 7])),
    ]
    let view = FidelityView(SamplingRequest(space: Self.space, pending: pending, number: 4), needed: 2)
    #expect(view.step == 2)
    #expect(view.pending.map(\.number) == [2])
    #expect(view.observations.last?.losses == [8])
  }

  @Test func `failed trials stay failed and results without reports count as ends`() {
    let observations = [
      Observation(number: 0, point: [0], losses: [], ending: .failed),
      Observation(number: 1, point: [1], losses: [2]),
      Observation(number: 2, point: [2], losses: [3], curve: Self.curve([5, 4, 3])),
      Observation(number: 3, point: [3], losses: [6], ending: .pruned, curve: Self.curve([6])),
    ]
    let request = SamplingRequest(space: Self.space, observations: observations, number: 4)
    let view = FidelityView(request, needed: 2)
    #expect(view.step == 3)
    #expect(view.observations.map(\.losses) == [[], [2], [3], [4]])
    #expect(view.observations[0].ending == .failed)
  }
}
