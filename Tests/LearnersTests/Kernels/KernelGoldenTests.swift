import LatheCore
import Models
import Testing

@testable import Learners

/// Decisions against LIBSVM's, through scikit-learn.
@Suite struct KernelGoldenTests {
  private let golden: ScikitLearnGolden

  init() throws { golden = try ScikitLearnGolden.load() }

  private func decisions(_ step: PathStep?) throws -> [Double] {
    let step = try #require(step)
    #expect(step.isComplete)
    return try #require(step.model as? KernelModel).decisions(golden.queryMatrix)
  }

  @Test(arguments: [("svc", false), ("svcWeighted", true)])
  func `two classes`(name: String, weighted: Bool) throws {
    let set = golden.set(.twoClasses, weighted: weighted)
    // From the solution at a lower cost, as a fit does.
    var path = try #require(
      KernelClassifierPath(set, gamma: 0.2, costs: [0.5, 2], tolerance: 1e-6, limits: FitLimits()))
    _ = try path.next(FitLimits())
    let ours = try decisions(path.next(FitLimits()))
    // A pair's decision is positive for its first class, scikit-learn's for the second.
    #expect(isClose(ours.map { -$0 }, try golden.expected(name), 1e-4))
  }

  @Test func `pairs of three classes`() throws {
    var path = try #require(
      KernelClassifierPath(
        golden.set(.threeClasses), gamma: 0.2, costs: [2], tolerance: 1e-6, limits: FitLimits()))
    #expect(isClose(try decisions(path.next(FitLimits())), try golden.expected("svcPairs"), 1e-4))
  }

  @Test(arguments: [("svr", false), ("svrWeighted", true)])
  func regression(name: String, weighted: Bool) throws {
    let set = golden.set(.regression(), weighted: weighted)
    var path = try #require(
      KernelRegressionPath(
        set, gamma: 0.2, costs: [0.5, 2], tube: 0.1, tolerance: 1e-6, limits: FitLimits()))
    _ = try path.next(FitLimits())
    #expect(isClose(try decisions(path.next(FitLimits())), try golden.expected(name), 1e-4))
  }
}
