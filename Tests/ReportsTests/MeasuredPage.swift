import Foundation
import Testing

@testable import Reports

/// What a real browser makes of a page, at one width.
struct MeasuredPage: Decodable {
  let id: String
  let width: Double
  let contentWidth: Double
  let overflowing: [String]
  let sections: [String]
  let tips: Int
  let sortedAscending: Bool
  let requests: [String]
  let title: String

  /// Opens pages in frames of a wide and a narrow screen, all on one page that writes what it measures; expects no word of
  /// trouble from the browser. The identifier of a page is its index and the width.
  static func measure(_ pages: [String]) throws -> [MeasuredPage] {
    let directory = FileManager.default.temporaryDirectory.appending(path: "lathe-report-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
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
        Element("script") { Markup.literal(Self.script) }
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
      [MeasuredPage].self, from: Data(dom[start.upperBound..<end.lowerBound].utf8))
    #expect(measured.count == frames.count)
    return measured
  }

  private static let script: StaticString = """
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
