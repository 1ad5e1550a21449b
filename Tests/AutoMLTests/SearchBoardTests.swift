import LatheCore
import Learners
import Models
import Testing

@testable import AutoML

@Suite struct SearchBoardTests {
  private func portfolio(_ preset: FitRequest.Preset = .balanced) throws -> Portfolio {
    var request = FitRequest(target: "class2")
    request.ignoredColumns = SyntheticTable.otherAnswers(than: "class2")
    let table = try TrainingTable(SyntheticTable.frame(rows: 200), request: request)
    return Portfolio(facts: DataFacts(table), preset: preset, honouringMonotone: false)
  }

  private func board(
    seconds: Double, trials: Int? = nil, expected: Double? = nil, recorded: [RecordedCandidate] = []
  ) throws -> SearchBoard {
    let deadline = seconds.isFinite ? Deadline.after(seconds: seconds) : .never
    return SearchBoard(
      portfolio: try portfolio(), foldCount: 3, workers: 1,
      budget: SearchBudget(deadline: deadline, choiceDeadline: deadline, seconds: seconds, trials: trials),
      pace: Pace(expectedSecondsPerFit: expected), tuning: nil, recorded: recorded, stop: StopSignal())
  }

  @Test func `the folds of a candidate are handed out in order, then the next candidate's`() async throws {
    let board = try board(seconds: .infinity, trials: 2)
    var jobs: [SearchBoard.Job] = []
    while let job = await board.next() { jobs.append(job) }
    #expect(jobs.map(\.fold) == [0, 1, 2, 0, 1, 2])
    #expect(Set(jobs.map(\.candidate.name)).count == 2)
    #expect(jobs.allSatisfy { $0.deadline.isNever })
  }

  @Test func `a candidate that would take too long is sped up`() async throws {
    let board = try board(seconds: 60, expected: 15)
    let job = try #require(await board.next())
    let rate = try #require(job.candidate.boosting?.learningRate)
    #expect(rate > BoostedTreeParameters().learningRate && rate <= Candidate.largestLearningRate)
  }

  @Test func `a candidate on record comes at the rate it was fitted at, whatever it costs`() async throws {
    let board = try board(
      seconds: 60, expected: 1_000, recorded: [.init(name: "boosted-trees-default", learningRate: 0.07)])
    let job = try #require(await board.next())
    #expect(job.candidate.name == "boosted-trees-default")
    #expect(job.candidate.boosting?.learningRate == 0.07)
  }

  @Test func `a candidate whose fold failed gets no more folds, and the reason is kept`() async throws {
    let board = try board(seconds: .infinity, trials: 2)
    let job = try #require(await board.next())
    #expect(await board.fail(job, reason: "it did not converge"))
    let next = try #require(await board.next())
    #expect(next.candidate.name != job.candidate.name)
    #expect(await board.skipped.map(\.reason) == ["it did not converge"])
  }

  @Test func `no job is handed out once the time is over`() async throws {
    #expect(await (try board(seconds: 0)).next().map(\.fold) == nil)
  }

  // MARK: - First looks

  /// A board whose portfolio, a boosted model and a linear one, is done.
  private func boardAfterPortfolio(recorded: [RecordedCandidate] = []) async throws -> SearchBoard {
    let board = SearchBoard(
      portfolio: try portfolio(.fast), foldCount: 3, workers: 2,
      budget: SearchBudget(
        deadline: .never, choiceDeadline: .never, seconds: .infinity, trials: nil),
      pace: Pace(expectedSecondsPerFit: nil),
      tuning: TuningPlan(patience: 100, looksFirst: true, hasCategories: false, seed: 1), recorded: recorded,
      stop: StopSignal())
    for _ in 0..<2 {
      for _ in 0..<3 {
        let job = try #require(await board.next())
        #expect(!job.isFirstLook)
        _ = try await finish(job, loss: 0.3, on: board)
      }
    }
    return board
  }

  private func finish(_ job: SearchBoard.Job, loss: Double, on board: SearchBoard) async throws -> Bool {
    let fit = FoldFit(
      candidate: job.candidate.name, fold: job.fold, model: ConstantModel(answer: [0], featureCount: 1),
      iterations: nil, validationLosses: [], trainingLosses: [], ending: .finished, predictions: [],
      loss: loss, began: 0, ended: 1, seconds: 1)
    guard let complete = await board.finish(fit) else { return false }
    await board.judge(
      AutoML.Trial(candidate: complete.candidate, fits: complete.fits, predictions: [], loss: loss),
      isImprovement: true)
    return true
  }

  @Test func `a proposal gets its folds once it has passed a first look`() async throws {
    let board = try await boardAfterPortfolio()
    let look = try #require(await board.next())
    #expect(look.isFirstLook && look.fold == 0)
    // While it is looked at, another worker looks at another.
    let other = try #require(await board.next())
    #expect(other.isFirstLook && other.candidate.name != look.candidate.name)

    await board.finishLook(look, loss: 0.4)
    var folds: [Int] = []
    for _ in 0..<3 {
      let job = try #require(await board.next())
      #expect(job.candidate.name == look.candidate.name && !job.isFirstLook)
      folds.append(job.fold)
    }
    #expect(folds == [0, 1, 2])

    await board.finishLook(other, loss: 0.9)
    let next = try #require(await board.next())
    #expect(next.isFirstLook && next.candidate.name != other.candidate.name)
    #expect(await board.givenUp == 1)
  }

  @Test func `a proposal that is on record is made again first, and not looked at`() async throws {
    let space = try CandidateSpace(families: [.boostedTrees], hasCategories: false)
    let model = Candidate(BoostedTreesLearner(name: "b"), features: .trees, relativeCost: 1)
    let assignment = try #require(space.assignment(of: model))
    let board = try await boardAfterPortfolio(recorded: [
      .init(name: "tuned-7", learningRate: 0.02, assignment: assignment)
    ])
    let first = try #require(await board.next())
    #expect(first.candidate.name == "tuned-7" && !first.isFirstLook)
    #expect(first.candidate.boosting?.learningRate == 0.02)
    for fold in 0..<3 {
      let job = fold == 0 ? first : try #require(await board.next())
      #expect(job.fold == fold)
      // Not given up, however bad: its fits are there.
      #expect(try await finish(job, loss: 0.8, on: board) == (fold == 2))
    }
    #expect(await board.next()?.candidate.name == "tuned-8")
  }
}
