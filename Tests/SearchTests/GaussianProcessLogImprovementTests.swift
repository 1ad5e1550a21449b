import Testing

@testable import Search

@Suite struct GaussianProcessLogImprovementTests {
  /// z, log (φ + zΦ), Φ / (φ + zΦ) and log Φ, computed with 80 digits.
  static let exact: [(Double, Double, Double, Double)] = [
    (3, 1.09873966532770773e+00, 3.32840968451795227e-01, -1.35080996474819378e-03),
    (0, -9.18938533204672781e-01, 1.25331413731550034e+00, -6.93147180559945286e-01),
    (-0.5, -1.62051626438731988e+00, 1.55987314834807966e+00, -1.17591176159361854e+00),
    (-1, -2.48512102571264126e+00, 1.90427123332969184e+00, -1.84102164500926357e+00),
    (-2, -4.76878352391711413e+00, 2.67941688395558586e+00, -3.78318433368203211e+00),
    (-5, -1.67443011626609888e+01, 5.36181624128808831e+00, -1.50649983939887253e+01),
    (-10, -5.55531220361223532e+01, 1.01943830334125529e+01, -5.32312851505124698e+01),
    (-19.9, -2.04912887694921665e+02, 1.99997542822109651e+01, -2.01917167707332595e+02),
    (-20.1, -2.08932740416624625e+02, 2.01987761245156676e+01, -2.05927118401948235e+02),
    (-40, -8.08298568356619967e+02, 4.00499066576485205e+01, -8.04608442013753802e+02),
    (-100, -5.01012957880024987e+03, 1.00019994004195866e+02, -5.00552420869420530e+03),
    (-1000, -5.00014734452091157e+05, 1.00000199999400002e+03, -5.00007826694812160e+05),
    (-1e6, -5.00000000028549988e+11, 1.00000000000200002e+06, -5.00000000014734436e+11),
  ]

  @Test(arguments: exact)
  func `the logarithms agree with exact ones however improbable the improvement`(
    _ z: Double, _ improvement: Double, _ slope: Double, _ probability: Double
  ) {
    #expect(abs(LogImprovement.expected(z) - improvement) <= 1e-9 * max(abs(improvement), 1))
    #expect(abs(LogImprovement.expectedSlope(z) - slope) <= 1e-9 * slope)
    #expect(abs(LogImprovement.probabilityLogarithm(z) - probability) <= 1e-12 * max(abs(probability), 1))
  }

  @Test(arguments: [4.0, 0.3, -0.99, -1.01, -3, -7, -19, -21, -60])
  func `the slopes are those of the values`(_ z: Double) {
    let step = 1e-5
    let improvement = (LogImprovement.expected(z + step) - LogImprovement.expected(z - step)) / (2 * step)
    #expect(abs(LogImprovement.expectedSlope(z) - improvement) < 1e-5 * max(1, improvement))
    let probability =
      (LogImprovement.probabilityLogarithm(z + step) - LogImprovement.probabilityLogarithm(z - step))
      / (2 * step)
    #expect(abs(LogImprovement.probabilityLogarithmSlope(z) - probability) < 1e-5 * max(1, probability))
  }
}
