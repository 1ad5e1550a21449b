import Foundation
import Testing

@testable import Reports

/// The pages in a real browser; skipped where Chromium is not installed.
@Suite(.serialized) struct BrowserTests {
  @Test(.enabled(if: Chromium.isInstalled, "Chromium is not installed"), .timeLimit(.minutes(3)))
  func `pages keep their policy, run their script and fit narrow and wide screens`() throws {
    let pages = [
      SampleContent.binary(), SampleContent.multiclass(), SampleContent.regression(),
      SampleContent.hostile(),
    ].map { Report($0).html() }
    for page in try MeasuredPage.measure(pages) {
      #expect(page.sections == ReportTests.sectionNames, "\(page.id)")
      #expect(page.contentWidth <= page.width, "\(page.id) overflows: \(page.overflowing)")
      #expect(page.tips > 0, "\(page.id): the script did not run")
      #expect(page.sortedAscending, "\(page.id): a table does not sort")
      #expect(page.requests.isEmpty, "\(page.id) requests \(page.requests)")
      #expect(page.title.hasPrefix("Predicting "), "\(page.id): a script of the data ran")
    }
  }

  @Test(
    .enabled(if: Chromium.isInstalled, "Chromium is not installed"), .timeLimit(.minutes(3)),
    arguments: [false, true])
  func `a screenshot has content, light or dark`(isDark: Bool) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "lathe-report-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "report.html")
    try Report(SampleContent.binary()).html().write(to: file, atomically: true, encoding: .utf8)
    let image = directory.appending(path: "report.png")
    _ = try Chromium.run(
      [
        "--screenshot=\(image.path)", "--window-size=1280,2000",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", file.absoluteString,
      ], profile: directory)
    // An empty page of this size is a PNG of some kilobytes.
    #expect(try Data(contentsOf: image).count > 60_000)
  }
}
