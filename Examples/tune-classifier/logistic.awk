# Logistic regression by stochastic gradient descent over a table with a header, in awk.
#
#   awk -f logistic.awk -v rate=0.1 -v decay=0.5 -v penalty=0.001 -v momentum=0 -v epochs=20 table.csv
#
# The last column is the class, "bad" or not. Every fourth row is for validation; after each epoch the mean logarithmic
# loss on those rows is printed.
BEGIN { FS = ","; srand(1) }

NR == 1 { columns = NF - 1; next }

{
  rows++
  for (column = 1; column <= columns; column++) {
    cell[rows, column] = $column
    if ($column !~ /^-?[0-9.]+$/) isText[column] = 1
  }
  label[rows] = ($NF ~ /bad/) ? 1 : 0
}

# A text is a feature of its own; a number is brought to mean 0 and deviation 1.
function prepare(row, column, sum, squares, mean, deviation) {
  for (column = 1; column <= columns; column++) {
    if (column in isText) continue
    sum = squares = 0
    for (row = 1; row <= rows; row++) { sum += cell[row, column]; squares += cell[row, column] ^ 2 }
    mean = sum / rows
    deviation = sqrt(squares / rows - mean * mean)
    for (row = 1; row <= rows; row++)
      cell[row, column] = deviation > 0 ? (cell[row, column] - mean) / deviation : 0
  }
}

function key(row, column) { return (column in isText) ? column "=" cell[row, column] : column }

function size(row, column) { return (column in isText) ? 1 : cell[row, column] }

function score(row, column, sum) {
  sum = weight[0]
  for (column = 1; column <= columns; column++) sum += weight[key(row, column)] * size(row, column)
  return sum > 30 ? 30 : sum < -30 ? -30 : sum
}

function step(name, gradient) {
  speed[name] = momentum * speed[name] - pace * (gradient + penalty * weight[name])
  weight[name] += speed[name]
  # A step that is too large must end in a bad number, not in none.
  if (weight[name] > 1e6) weight[name] = 1e6
  if (weight[name] < -1e6) weight[name] = -1e6
}

END {
  prepare()
  for (epoch = 1; epoch <= epochs; epoch++) {
    pace = rate / (1 + decay * (epoch - 1))
    for (turn = 1; turn <= rows; turn++) {
      row = 1 + int(rand() * rows)
      if (row % 4 == 0) continue
      error = 1 / (1 + exp(-score(row))) - label[row]
      step(0, error)
      for (column = 1; column <= columns; column++) step(key(row, column), error * size(row, column))
    }
    loss = count = 0
    for (row = 4; row <= rows; row += 4) {
      probability = 1 / (1 + exp(-score(row)))
      loss -= log(label[row] ? probability : 1 - probability)
      count++
    }
    printf "epoch %d loss %.6f\n", epoch, loss / count
    fflush()
  }
}
