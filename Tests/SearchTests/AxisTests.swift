import LatheCore
import Search
import Testing

@Suite struct AxisTests {
  static let domains: [ParameterDomain] = [
    .float(low: -5, high: 5), .float(low: 1e-6, high: 1, scale: .logarithmic),
    .float(low: 0, high: 1, step: 0.25),
    .float(low: 0.1, high: 0.7, step: 0.1), .float(low: 3, high: 3), .integer(low: -3, high: 12),
    .integer(low: 1, high: 1024, scale: .logarithmic), .integer(low: 10, high: 100, step: 15),
    .integer(low: 7, high: 7), .categorical(["a", "b", 3, 0.5, true]), .ordinal([16, 32, 64]), .boolean,
  ]

  private func axis(_ domain: ParameterDomain) throws -> Axis {
    try #require(EncodedSpace(SearchSpace([Parameter("x", domain)])).axes.first)
  }

  @Test(arguments: domains) func `a value comes back from its position`(domain: ParameterDomain) throws {
    let axis = try axis(domain)
    var random = RandomSource(seed: 1)
    for _ in 0..<200 {
      let value = axis.value(at: random.uniform() * Double(axis.isCategorical ? axis.count ?? 1 : 1))
      let position = try #require(axis.position(of: value))
      let again = axis.value(at: position)
      if let number = value.double, let other = again.double, value != again {
        #expect(abs(number - other) <= 1e-12 * max(abs(number), 1))
      } else {
        #expect(again == value)
      }
      #expect(axis.isCategorical || abs(axis.snapped(position) - position) < 1e-12)
    }
  }

  @Test(arguments: domains) func `positions far outside give values within`(domain: ParameterDomain) throws {
    let axis = try axis(domain)
    for position in [-1e300, -1, 2, 1e300] {
      #expect(axis.position(of: axis.value(at: position)) != nil)
    }
  }

  @Test(arguments: domains) func `cells of separate values tile the line`(domain: ParameterDomain) throws {
    let axis = try axis(domain)
    guard let count = axis.count, !axis.isCategorical else { return }
    var end = axis.cell(ofIndex: 0).lowerBound
    #expect(abs(end) < 1e-9)
    for index in 0..<count {
      let cell = axis.cell(ofIndex: index)
      #expect(abs(cell.lowerBound - end) < 1e-9)
      #expect(cell.contains(axis.position(ofIndex: index)))
      #expect(axis.index(at: (cell.lowerBound + cell.upperBound) / 2) == index)
      end = cell.upperBound
    }
    #expect(abs(end - 1) < 1e-9)
  }

  @Test func `steps end at the last value within the bounds`() throws {
    let axis = try axis(.float(low: 0, high: 1, step: 0.3))
    #expect(axis.count == 4)
    #expect(axis.value(at: 1).double == 0.8999999999999999)
    #expect(try self.axis(.integer(low: 0, high: 10, step: 4)).value(at: 1) == 8)
  }

  @Test func `values outside the domain have no position`() throws {
    #expect(try axis(.integer(low: 0, high: 10, step: 4)).position(of: 5) == nil)
    #expect(try axis(.integer(low: 0, high: 10)).position(of: 4.0) != nil)
    #expect(try axis(.integer(low: 0, high: 10)).position(of: 4.5) == nil)
    #expect(try axis(.float(low: 0, high: 1)).position(of: .number(.nan)) == nil)
    #expect(try axis(.categorical(["a"])).position(of: "b") == nil)
  }
}
