import Foundation
import Testing

@testable import Reports

/// The pages in a real browser; skipped where Chromium is not installed.
@Suite(.serialized) struct BrowserTests {
  @Test(.enabled(if: Chromium.isInstalled, "Chromium is not installed"), .timeLimit(.minutes(3)))
  func `pages keep their policy, run their script and fit narrow and wide screens`() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "lathe-report-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let pages = [
      SampleContent.binary(), SampleContent.multiclass(), SampleContent.regression(),
      SampleContent.hostile(),
    ].map { Report($0).html() }

    // One page that holds all of them in frames of both widths and writes what it measures.
    let frames = pages.enumerated().flatMap { index, html in
      [1280, 390].map { width in
        Element(
          "iframe", ["id": "\(index)-\(width)", "width": "\(width)", "height": "800", "srcdoc": html])
      }
    }
    var harness = "<!DOCTYPE html>\n"
    Element("html") {
      Element("body") {
        frames
        Element("script") { Markup.literal(Self.measuringScript) }
      }
    }.write(to: &harness)
    let file = directory.appending(path: "harness.html")
    try harness.write(to: file, atomically: true, encoding: .utf8)

    let (dom, log) = try Chromium.run(
      ["--dump-dom", "--enable-logging=stderr", "--virtual-time-budget=4000", file.absoluteString],
      profile: directory)
    let trouble = log.split(separator: "\n").filter {
      $0.contains("CONSOLE") || $0.contains("Content Security Policy")
    }
    #expect(trouble.isEmpty, "\(trouble.joined(separator: "\n"))")

    let start = try #require(dom.range(of: "<output>"))
    let end = try #require(dom.range(of: "</output>"))
    let measured = try JSONDecoder().decode(
      [Measurement].self, from: Data(dom[start.upperBound..<end.lowerBound].utf8))
    #expect(measured.count == frames.count)
    for page in measured {
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

  struct Measurement: Decodable {
    let id: String
    let width: Double
    let contentWidth: Double
    let overflowing: [String]
    let sections: [String]
    let tips: Int
    let sortedAscending: Bool
    let requests: [String]
    let title: String
  }

  static let measuringScript: StaticString = """
    addEventListener("load", () => setTimeout(() => {
      const results = Array.from(document.querySelectorAll("iframe"), (frame) => {
        const page = frame.contentDocument, root = page.documentElement;
        const overflowing = Array.from(page.querySelectorAll("main *, header *"))
          .filter((x) => x.getBoundingClientRect().right > frame.clientWidth && !x.closest(".scroll, pre, svg"))
          .slice(0, 5).map((x) => x.outerHTML.slice(0, 80));
        const table = page.querySelector("table.sortable");
        let sortedAscending = true;
        if (table) {
          const button = table.tHead.querySelector("button");
          if (button) button.click();
          const names = Array.from(table.tBodies[0].rows, (row) => row.cells[0].textContent);
          sortedAscending = button !== null && names.every((x, i) => i === 0 || names[i - 1].localeCompare(x) <= 0);
        }
        return {
          id: frame.id, width: frame.clientWidth, contentWidth: root.scrollWidth, overflowing,
          sections: Array.from(page.querySelectorAll("main > section"), (section) => section.id),
          tips: page.querySelectorAll("[data-tip]").length, sortedAscending,
          requests: frame.contentWindow.performance.getEntriesByType("resource").map((x) => x.name),
          title: page.title,
        };
      });
      const output = document.createElement("output");
      output.textContent = JSON.stringify(results).replaceAll(/[<>&]/g, "?");
      document.body.replaceChildren(output);
    }, 500));
    """
}

/// Headless Chromium.
enum Chromium {
  private static let paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

  static var isInstalled: Bool { path != nil }

  private static var path: String? {
    paths.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs the browser with `arguments`; what it wrote to its standard output and error.
  static func run(_ arguments: [String], profile directory: URL) throws -> (output: String, log: String) {
    let process = Process()
    process.executableURL = URL(filePath: try #require(path))
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
        "--disable-dev-shm-usage", "--user-data-dir=\(directory.appending(path: "profile").path)",
      ] + arguments
    // Files, not pipes: a pipe that nobody empties stops the browser.
    let output = directory.appending(path: "output")
    let log = directory.appending(path: "log")
    for file in [output, log] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    process.waitUntilExit()
    return (
      String(decoding: try Data(contentsOf: output), as: UTF8.self),
      String(decoding: try Data(contentsOf: log), as: UTF8.self)
    )
  }
}
