import Testing

@testable import Reports

@Suite struct EnergyTests {
  @Test func `busy cores and memory make the energy`() throws {
    let energy = try #require(
      Energy(
        ReportContent.ResourceUse(
          wallSeconds: 1800, processorSeconds: 3600, peakMemoryBytes: 2_000_000_000)))
    // One core for an hour at 12 W, two gigabytes for half an hour at 0.3725 W each.
    #expect((energy.wattHours - (12 + 0.3725)).magnitude < 1e-12)
    #expect((energy.grams - 12.3725 * 0.475).magnitude < 1e-12)
  }

  @Test func `without processor time there is no estimate`() {
    #expect(Energy(ReportContent.ResourceUse(wallSeconds: 1)) == nil)
    #expect(Energy(ReportContent.ResourceUse(wallSeconds: 1, processorSeconds: .nan)) == nil)
  }
}
