import Foundation
import LatheCore
import Testing

@testable import DataFrames

/// Each file of ../shared/data/dirty, against what its README says a good tool does.
@Suite(.enabled(if: SharedData.isPresent, "needs ../shared/data")) struct DirtyFileTests {
  private func read(_ name: String, options: ReadOptions = ReadOptions()) throws -> ReadResult {
    try SharedData.read("dirty/\(name)", options: options)
  }

  private func diagnostic(_ result: ReadResult, _ code: String) -> Diagnostic? {
    result.diagnostics.first { $0.code == code }
  }

  @Test func `semicolons and decimal commas are detected and said`() throws {
    let result = try read("01_semicolon_decimal_comma.csv")
    #expect(result.frame.rowCount == 1500)
    #expect(result.frame.columns.count == 10)
    #expect(result.schema.count { $0.kind == .float } == 9)
    #expect(result.codes.contains("assumed-delimiter") && result.codes.contains("decimal-comma"))
    guard case .numbers(let longitudes)? = result.frame["longitude"]?.values else { throw Unexpected.storage }
    #expect(longitudes[0] == -121.87)
  }

  @Test func `Latin-1 is assumed with a warning and no row is lost`() throws {
    let result = try read("02_latin1.csv")
    #expect(result.frame.rowCount == 1648)
    #expect(result.sources[0].encoding == .windows1252)
    #expect(diagnostic(result, "assumed-encoding")?.severity == .warning)
    #expect(result[kind: "title"] == "text")
    #expect(result[kind: "release_date"] == "date")
    #expect(result[kind: "mean_rating"] == "float")
  }

  @Test func `UTF-16 with stray quotes keeps its rows apart`() throws {
    let result = try read("03_utf16_bom.tsv")
    #expect(result.frame.rowCount == 800)
    #expect(result.frame.names == ["label", "text"])
    #expect(result[kind: "label"] == "category" && result[kind: "text"] == "text")
    #expect(result.sources[0].encoding == .utf16LittleEndian)
  }

  @Test func `ragged rows are left out by line, and a lost quote swallows nothing`() throws {
    let result = try read("04_ragged_rows.csv")
    let ragged = try #require(diagnostic(result, "ragged-rows"))
    #expect(ragged.message.contains("line 18, 45, 231, 556, 701"))
    let quote = try #require(diagnostic(result, "unclosed-quote"))
    #expect(quote.message.contains("line 811"))
    #expect(result.frame.rowCount == 1000 - 5)
    #expect(result[kind: "age"] == "integer")
  }

  @Test func `rows that may not be left out stop the reading with their lines`() throws {
    var options = ReadOptions()
    options.malformedRows = .fail
    let error = #expect(throws: DataFramesError.self) { try read("04_ragged_rows.csv", options: options) }
    #expect(error?.description.contains("18, 45") ?? false)
  }

  @Test func `a byte order mark is no part of a name, and repeated names are told apart`() throws {
    let result = try read("05_duplicate_headers_bom.csv")
    #expect(
      Array(result.frame.names.prefix(10)) == [
        "age", "job", "marital", "education", "default", "age_2", "housing", "loan", "contact", "age_3",
      ])
    #expect(result.codes.contains("duplicate-header"))
  }

  @Test func `constant, empty and identifying columns are named`() throws {
    let result = try read("06_constant_missing_id_columns.csv")
    #expect(result[kind: "country"] == "constant")
    #expect(result[kind: "branch_id"] == "constant")
    #expect(result[kind: "row_uid"] == "identifier")
    #expect(result.diagnostics.contains { $0.code == "constant" && $0.column == "country" })
    #expect(diagnostic(result, "all-missing")?.column == "branch_id")
    #expect(diagnostic(result, "identifier")?.column == "row_uid")
  }

  @Test func `a target with gaps stays a number`() throws {
    let result = try read("07_target_missing.csv")
    #expect(result[kind: "SalePrice"] == "integer")
    #expect(result.frame["SalePrice"]?.missingCount == 135)
  }

  @Test func `a target of one class is a constant`() throws {
    #expect(try read("08_single_class_target.csv")[kind: "class"] == "constant")
  }

  @Test func `infinite values are missing and counted by column`() throws {
    let result = try read("09_infinite_values.csv")
    let found = result.diagnostics.filter { $0.code == "infinite-values" }
    let columns = found.compactMap(\.column)
    #expect(columns.sorted() == ["households", "median_income", "population", "total_rooms"])
    #expect(found.allSatisfy { $0.message.contains("9 infinite values") })
    for column in result.frame.columns {
      guard case .numbers(let values) = column.values else { continue }
      #expect(values.allSatisfy { $0.isNaN || $0.isFinite })
      #expect(column.kind == .float)
    }
    for name in columns + ["total_bedrooms"] {
      #expect((result.frame[name]?.missingCount ?? 0) >= 9, "\(name)")
    }
  }

  @Test func `line breaks inside quotes stay inside`() throws {
    let result = try read("10_quoted_newlines.csv")
    #expect(result.frame.rowCount == 900)
    #expect(result.frame.columns.count == 3)
  }

  @Test func `a field of a million characters is read whole`() throws {
    let result = try read("11_million_char_field.csv")
    #expect(result.frame.rowCount == 300)
    guard case .texts(let reviews)? = result.frame["review"]?.values else { throw Unexpected.storage }
    #expect((0..<300).map { reviews.utf8($0).count }.max() ?? 0 >= 1_000_000)
  }

  @Test func `an empty file and a bare header are refused in plain words`() {
    let empty = #expect(throws: DataFramesError.self) { try read("12_empty.csv") }
    #expect(empty?.description.contains("file is empty") ?? false)
    let header = #expect(throws: DataFramesError.self) { try read("13_header_only.csv") }
    #expect(header?.description.contains("no data rows") ?? false)
  }

  @Test func `six formats of one date are read without swapping day and month`() throws {
    let result = try read("14_mixed_date_formats.csv")
    #expect(result[kind: "dteday"] == "date")
    #expect(result.codes.contains("mixed-formats") && result.codes.contains("date-order"))
    // The columns mnth and yr say what the month and year truly are.
    guard case .instants(let days)? = result.frame["dteday"]?.values,
      case .numbers(let months)? = result.frame["mnth"]?.values
    else { throw Unexpected.storage }
    for (day, month) in zip(days, months) where !day.isNaN {
      #expect(CalendarDay.date(of: Int(day / 86400)).month == Int(month))
    }
    #expect(days.count { $0.isNaN } <= 1)
  }

  @Test func `numbers with currency, per cent and carat are numbers`() throws {
    let result = try read("15_numbers_with_units.csv")
    #expect(
      result[kind: "price"] == "integer" && result[kind: "depth"] == "float"
        && result[kind: "carat"] == "float")
    #expect(
      Set(result.diagnostics.filter { $0.code == "units" }.compactMap(\.column)) == [
        "price", "depth", "carat",
      ])
    guard case .numbers(let prices)? = result.frame["price"]?.values else { throw Unexpected.storage }
    #expect(prices[2] == 2770)
  }

  @Test func `a folder of images is refused in plain words`() {
    let error = #expect(throws: DataFramesError.self) { try read("16_images") }
    #expect(error?.description.contains("Images are not supported yet") ?? false)
  }
}

enum Unexpected: Error { case storage }
