import Testing

@testable import LatheCore

@Suite struct DeadlineTests {
  @Test func `a deadline is moved to an earlier moment`() {
    let deadline = Deadline.after(seconds: 100)
    #expect(abs(deadline.earlier(bySeconds: 40).remainingSeconds - 60) < 5)
  }

  @Test func `never stays never however it is moved`() {
    #expect(Deadline.never.earlier(bySeconds: 40).isNever)
    #expect(!Deadline.never.hasPassed)
    #expect(Deadline.never.remainingSeconds == .infinity)
  }

  @Test(arguments: [3e9, 1e30, Double.infinity]) func `what no clock can say is never`(seconds: Double) {
    #expect(Deadline.after(seconds: seconds).isNever)
  }

  @Test(arguments: [-1, -1e30, -Double.infinity, Double.nan])
  func `a deadline in the past, or at no number, has passed`(seconds: Double) {
    #expect(Deadline.after(seconds: seconds).hasPassed)
    #expect(Deadline.after(seconds: 100).earlier(bySeconds: .infinity).hasPassed)
  }

  @Test func `the earlier of two deadlines is taken from either side`() {
    let soon = Deadline.after(seconds: 1)
    #expect(Deadline.never.earlier(soon) == soon)
    #expect(soon.earlier(.never) == soon)
    #expect(soon.earlier(.after(seconds: 50)) == soon)
    #expect(Deadline.after(seconds: -1).hasPassed)
  }
}
