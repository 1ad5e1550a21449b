import Search
import SearchTesting
import Testing

@Suite struct SamplerContractTests {
  static let samplers: [any Sampler] = [
    RandomSampler(), GridSampler(resolution: 4), SobolSampler(), TreeParzenSampler(grouping: .grouped),
    TreeParzenSampler(grouping: .univariate), TreeParzenSampler(grouping: .multivariate), CMAESSampler(),
    EvolutionSampler(), NSGASampler(),
  ]

  @Test(arguments: samplers.indices, SamplerContract.Check.allCases)
  func `a sampler keeps the contract`(sampler: Int, check: SamplerContract.Check) throws {
    try SamplerContract(Self.samplers[sampler]).verify(check)
  }

  /// Proposes what it proposed first whenever it is asked.
  private struct StubbornSampler: Sampler {
    var name: String { "stubborn" }
    private var first: Point?

    mutating func propose(_ request: SamplingRequest) -> Proposal {
      var random = request.random(name)
      let point = first ?? request.space.randomPoint(using: &random)
      first = point
      return Proposal(point)
    }
  }

  @Test(arguments: [
    SamplerContract.Check.dependsOnTheRequestAlone, .followsTheSpace, .separatesWorkers,
  ])
  func `a sampler that breaks the contract is found out`(check: SamplerContract.Check) {
    #expect(throws: SamplerContract.Violation.self) {
      try SamplerContract(StubbornSampler()).verify(check)
    }
  }

  @Test(arguments: SamplerContract.Check.allCases)
  func `a sampler that refuses keeps the contract`(check: SamplerContract.Check) throws {
    struct RefusingSampler: Sampler {
      var name: String { "refusing" }

      mutating func propose(_ request: SamplingRequest) throws(SearchError) -> Proposal {
        throw .setting("it proposes nothing", remedy: nil)
      }
    }
    try SamplerContract(RefusingSampler()).verify(check)
  }
}

extension TreeParzenSampler {
  fileprivate init(grouping: Grouping) {
    var settings = Settings()
    settings.grouping = grouping
    settings.candidates = 8
    self.init(settings)
  }
}
