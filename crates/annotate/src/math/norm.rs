//! Maxout with layer norm, by itself and fused with what makes its input; and window layers two rows
//! at a time.
//!
//! A window layer gives `y[i] = a x[i-1] + b x[i] + c x[i+1]`, six products of a matrix with a vector
//! for two rows. Winograd's F(2,3) makes the two rows from four products: with rows `d0..d3`,
//!
//! ```text
//! m0 = a (d0 - d2)             m1 = (a + b + c)/2 (d1 + d2)
//! m3 = c (d1 - d3)             m2 = (a - b + c)/2 (d2 - d1)
//! y0 = m0 + m1 + m2            y1 = m1 - m2 - m3
//! ```
//!
//! The rounding error stays that of single precision: a few units in the last place of sums of the
//! same terms. Nothing here is fused to one rounding, so all paths agree to the bit.

use super::{Cpu, LANES, x86};

/// Width of every hidden layer of the networks.
pub(crate) const WIDTH: usize = 96;

/// Three maxout pieces of each output.
pub(crate) const PIECES: usize = 3 * WIDTH;

/// Scale and shift of a layer norm.
#[derive(Clone, Debug)]
pub(crate) struct Norm {
    pub(crate) scale: [f32; WIDTH],
    pub(crate) shift: [f32; WIDTH],
}

/// Maxout over three pieces, then layer norm: of each row of `pieces` (all first pieces, then all
/// second, then all third) into a row of `out`.
pub(crate) fn maxout_norm(cpu: Cpu, pieces: &[f32], norm: &Norm, out: &mut [f32]) {
    if !x86::maxout_norm(cpu, pieces, norm, out) {
        maxout_norm_plain(pieces, norm, out);
    }
}

/// Maxout and norm of the sum of three rows of pieces, added to `input`, into `out`: one row.
pub(crate) fn maxout_norm_of_sum(
    cpu: Cpu,
    parts: [&[f32]; 3],
    norm: &Norm,
    input: &[f32],
    out: &mut [f32],
) {
    if !x86::maxout_norm_of_sum(cpu, parts, norm, input, out) {
        maxout_norm_of_sum_plain(parts, norm, input, out);
    }
}

/// What the four products of each pair of rows are made with: from `2 * pairs + 2` rows of `input`
/// the rows `d0 - d2`, `d1 + d2`, `d2 - d1` and `d1 - d3`, each kind together in `out`.
pub(crate) fn pair_up(cpu: Cpu, input: &[f32], pairs: usize, out: &mut [f32]) {
    if !x86::pair_up(cpu, input, pairs, out) {
        pair_up_plain(input, pairs, out);
    }
}

/// Maxout and norm of rows that come in pairs from their four products, each added to its row of
/// `input`. All first products come first in `products`, and so on; the last pair may lack its
/// second row.
pub(crate) fn maxout_norm_of_pairs(
    cpu: Cpu,
    products: &[f32],
    norm: &Norm,
    input: &[f32],
    out: &mut [f32],
) {
    if !x86::maxout_norm_of_pairs(cpu, products, norm, input, out) {
        maxout_norm_of_pairs_plain(products, norm, input, out);
    }
}

/// The one definition; the vector paths compile it for their instructions. Plain loops throughout:
/// closures and adapters may end up outside the functions that have those.
#[inline(always)]
pub(super) fn maxout_norm_plain(pieces: &[f32], norm: &Norm, out: &mut [f32]) {
    let (pieces, _) = pieces.as_chunks::<PIECES>();
    let (out, _) = out.as_chunks_mut::<WIDTH>();
    for (pieces, out) in pieces.iter().zip(out) {
        *out = row(pieces, norm);
    }
}

#[inline(always)]
pub(super) fn maxout_norm_of_sum_plain(
    parts: [&[f32]; 3],
    norm: &Norm,
    input: &[f32],
    out: &mut [f32],
) {
    let (left, centre) = (&parts[0][..PIECES], &parts[1][..PIECES]);
    let (right, input) = (&parts[2][..PIECES], &input[..WIDTH]);
    let mut pieces = [0f32; PIECES];
    for i in 0..PIECES {
        pieces[i] = left[i] + centre[i] + right[i];
    }
    let normed = row(&pieces, norm);
    let out = &mut out[..WIDTH];
    for i in 0..WIDTH {
        out[i] = input[i] + normed[i];
    }
}

#[inline(always)]
pub(super) fn pair_up_plain(input: &[f32], pairs: usize, out: &mut [f32]) {
    let (first, rest) = out.split_at_mut(pairs * WIDTH);
    let (second, rest) = rest.split_at_mut(pairs * WIDTH);
    let (third, fourth) = rest.split_at_mut(pairs * WIDTH);
    for pair in 0..pairs {
        let rows = &input[2 * pair * WIDTH..][..4 * WIDTH];
        let at = pair * WIDTH..(pair + 1) * WIDTH;
        let (first, second) = (&mut first[at.clone()], &mut second[at.clone()]);
        let (third, fourth) = (&mut third[at.clone()], &mut fourth[at]);
        for i in 0..WIDTH {
            let (d0, d1) = (rows[i], rows[WIDTH + i]);
            let (d2, d3) = (rows[2 * WIDTH + i], rows[3 * WIDTH + i]);
            first[i] = d0 - d2;
            second[i] = d1 + d2;
            third[i] = d2 - d1;
            fourth[i] = d1 - d3;
        }
    }
}

#[inline(always)]
pub(super) fn maxout_norm_of_pairs_plain(
    products: &[f32],
    norm: &Norm,
    input: &[f32],
    out: &mut [f32],
) {
    let size = products.len() / 4;
    let (first, rest) = products.split_at(size);
    let (second, rest) = rest.split_at(size);
    let (third, fourth) = rest.split_at(size);
    let (input, _) = input.as_chunks::<WIDTH>();
    let (out, _) = out.as_chunks_mut::<WIDTH>();
    for (number, (input, out)) in input.iter().zip(out).enumerate() {
        let at = number / 2 * PIECES;
        let (m1, m2) = (&second[at..][..PIECES], &third[at..][..PIECES]);
        let mut pieces = [0f32; PIECES];
        if number % 2 == 0 {
            let m0 = &first[at..][..PIECES];
            for i in 0..PIECES {
                pieces[i] = m0[i] + m1[i] + m2[i];
            }
        } else {
            let m3 = &fourth[at..][..PIECES];
            for i in 0..PIECES {
                pieces[i] = m1[i] - m2[i] - m3[i];
            }
        }
        let normed = row(&pieces, norm);
        for i in 0..WIDTH {
            out[i] = input[i] + normed[i];
        }
    }
}

/// One row: maxout and norm of its pieces.
#[inline(always)]
fn row(pieces: &[f32; PIECES], norm: &Norm) -> [f32; WIDTH] {
    let mut best = [[0f32; LANES]; WIDTH / LANES];
    let mut sum = [0f32; LANES];
    for (i, best) in best.iter_mut().enumerate() {
        for lane in 0..LANES {
            let at = i * LANES + lane;
            let (a, b, c) = (pieces[at], pieces[WIDTH + at], pieces[2 * WIDTH + at]);
            let ab = if b > a { b } else { a };
            best[lane] = if c > ab { c } else { ab };
            sum[lane] += best[lane];
        }
    }
    let mean = total(sum) / WIDTH as f32;
    let mut squares = [0f32; LANES];
    for best in &mut best {
        for lane in 0..LANES {
            best[lane] -= mean;
            squares[lane] += best[lane] * best[lane];
        }
    }
    let variance = total(squares) / WIDTH as f32 + 1e-8;
    let factor = 1.0 / variance.sqrt();
    let mut out = [0f32; WIDTH];
    for (i, best) in best.iter().enumerate() {
        for lane in 0..LANES {
            let at = i * LANES + lane;
            out[at] = best[lane] * factor * norm.scale[at] + norm.shift[at];
        }
    }
    out
}

#[inline(always)]
fn total(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use super::super::tests::numbers;
    use super::super::{Packed, Rows, multiply};
    use super::*;

    fn norm() -> Norm {
        Norm {
            scale: numbers(WIDTH, 5).try_into().unwrap(),
            shift: numbers(WIDTH, 6).try_into().unwrap(),
        }
    }

    /// By the definition, in double precision.
    fn exact(pieces: &[f64], norm: &Norm) -> Vec<f64> {
        let best: Vec<f64> = (0..WIDTH)
            .map(|i| {
                (0..3)
                    .map(|piece| pieces[piece * WIDTH + i])
                    .fold(f64::MIN, f64::max)
            })
            .collect();
        let mean = best.iter().sum::<f64>() / WIDTH as f64;
        let variance = best.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / WIDTH as f64 + 1e-8;
        (0..WIDTH)
            .map(|i| {
                (best[i] - mean) / variance.sqrt() * f64::from(norm.scale[i])
                    + f64::from(norm.shift[i])
            })
            .collect()
    }

    #[test]
    fn every_path_gives_the_same_norm() {
        let pieces = numbers(5 * PIECES, 4);
        let norm = norm();
        let mut expected = vec![0.0; 5 * WIDTH];
        maxout_norm_plain(&pieces, &norm, &mut expected);
        for cpu in Cpu::available() {
            let mut out = vec![f32::NAN; 5 * WIDTH];
            maxout_norm(cpu, &pieces, &norm, &mut out);
            assert_eq!(out, expected, "{cpu:?}");
        }
        for (pieces, row) in pieces.chunks(PIECES).zip(expected.chunks(WIDTH)) {
            let pieces: Vec<f64> = pieces.iter().map(|&piece| piece.into()).collect();
            for (exact, &row) in exact(&pieces, &norm).into_iter().zip(row) {
                assert!((exact - f64::from(row)).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn a_sum_of_three_is_normed_and_added() {
        let (parts, input, norm) = (numbers(3 * PIECES, 8), numbers(WIDTH, 9), norm());
        let parts = [0, 1, 2].map(|i| &parts[i * PIECES..][..PIECES]);
        let sums: Vec<f64> = (0..PIECES)
            .map(|i| parts.iter().map(|part| f64::from(part[i])).sum())
            .collect();
        let mut first = None;
        for cpu in Cpu::available() {
            let mut out = vec![f32::NAN; WIDTH];
            maxout_norm_of_sum(cpu, parts, &norm, &input, &mut out);
            for ((exact, &input), &out) in exact(&sums, &norm).iter().zip(&input).zip(&out) {
                assert!((exact + f64::from(input) - f64::from(out)).abs() < 1e-5);
            }
            assert_eq!(*first.get_or_insert_with(|| out.clone()), out, "{cpu:?}");
        }
    }

    /// Two rows from four products are the window layer, for even and odd numbers of rows.
    #[test]
    fn rows_in_pairs_are_the_window_layer() {
        let norm = norm();
        let dense = numbers(3 * WIDTH * PIECES, 11);
        let weight =
            |tap: usize, i: usize, column: usize| dense[(tap * WIDTH + i) * PIECES + column] / 8.0;
        let matrices = super::super::winograd(weight, PIECES);
        for rows in [1usize, 2, 5, 8] {
            let pairs = rows.div_ceil(2);
            let input = numbers((2 * pairs + 2) * WIDTH, 10);
            for cpu in Cpu::available() {
                let mut kinds = vec![f32::NAN; 4 * pairs * WIDTH];
                pair_up(cpu, &input, pairs, &mut kinds);
                let mut products = vec![f32::NAN; 4 * pairs * PIECES];
                for ((kind, matrix), product) in kinds
                    .chunks(pairs * WIDTH)
                    .zip(&matrices)
                    .zip(products.chunks_mut(pairs * PIECES))
                {
                    let kind = Rows {
                        data: kind,
                        stride: WIDTH,
                        count: pairs,
                    };
                    multiply(cpu, kind, matrix as &Packed, None, product);
                }
                let mut out = vec![f32::NAN; rows * WIDTH];
                maxout_norm_of_pairs(cpu, &products, &norm, &input[WIDTH..], &mut out);
                for row in 0..rows {
                    let pieces: Vec<f64> = (0..PIECES)
                        .map(|column| {
                            (0..3 * WIDTH)
                                .map(|i| {
                                    f64::from(input[row * WIDTH + i])
                                        * f64::from(weight(i / WIDTH, i % WIDTH, column))
                                })
                                .sum()
                        })
                        .collect();
                    for (i, exact) in exact(&pieces, &norm).into_iter().enumerate() {
                        let expected = exact + f64::from(input[(row + 1) * WIDTH + i]);
                        let found = f64::from(out[row * WIDTH + i]);
                        assert!((expected - found).abs() < 1e-5, "{cpu:?} {row} {i}");
                    }
                }
            }
        }
    }
}
