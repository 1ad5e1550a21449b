import Testing

@testable import Bundles

@Suite struct TargetTransformTests {
  @Test func `the way back undoes the way there`() {
    let targets = [0, 0.5, 12, 3e4]
    let transform = TargetTransform.log1p(lower: 0, upper: 1e5)
    for (value, target) in zip(transform.inverse(transform.forward(targets)), targets) {
      #expect(abs(value - target) <= 1e-9 * max(1, target))
    }
    #expect(TargetTransform.identity.inverse(TargetTransform.identity.forward(targets)) == targets)
  }

  @Test func `an extrapolation is clamped, and what is no number stays none`() {
    let values = TargetTransform.log1p(lower: 0, upper: 10).inverse([-5, 1_000, .nan])
    #expect(values[0] == 0 && values[1] == 10 && values[2].isNaN)
  }
}
