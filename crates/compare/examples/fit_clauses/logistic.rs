//! Logistic regression by Newton's method, with a ridge on standardised features.

/// Fits bias and weights; the weights are for the features as they come, not standardised.
pub(crate) fn fit(rows: &[(&[f32], bool)], ridge: f64) -> Vec<f64> {
    let Some((first, _)) = rows.first() else {
        return Vec::new();
    };
    let n = first.len();
    let count = rows.len() as f64;
    let mut mean = vec![0.0; n];
    let mut spread = vec![0.0; n];
    for (x, _) in rows {
        for i in 0..n {
            mean[i] += f64::from(x[i]) / count;
        }
    }
    for (x, _) in rows {
        for i in 0..n {
            spread[i] += (f64::from(x[i]) - mean[i]).powi(2) / count;
        }
    }
    for s in &mut spread {
        *s = s.sqrt().max(1e-6);
    }
    let width = n + 1;
    let mut weights = vec![0.0; width];
    let mut z = vec![1.0; width];
    for _ in 0..12 {
        let mut gradient = vec![0.0; width];
        let mut hessian = vec![vec![0.0; width]; width];
        for (x, y) in rows {
            for i in 0..n {
                z[i + 1] = (f64::from(x[i]) - mean[i]) / spread[i];
            }
            let sum: f64 = weights.iter().zip(&z).map(|(w, z)| w * z).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            let miss = p - f64::from(u8::from(*y));
            let slope = (p * (1.0 - p)).max(1e-9);
            for i in 0..width {
                gradient[i] += miss * z[i];
                for j in 0..=i {
                    hessian[i][j] += slope * z[i] * z[j];
                }
            }
        }
        for i in 0..width {
            for j in 0..i {
                hessian[j][i] = hessian[i][j];
            }
            hessian[i][i] += if i == 0 { 1e-9 } else { ridge };
            gradient[i] += if i == 0 { 0.0 } else { ridge * weights[i] };
        }
        let step = solve(hessian, gradient);
        for (w, s) in weights.iter_mut().zip(step) {
            *w -= s;
        }
    }
    let mut plain = vec![weights[0]];
    for i in 0..n {
        let w = weights[i + 1] / spread[i];
        plain[0] -= w * mean[i];
        plain.push(w);
    }
    plain
}

/// Gauss elimination with pivoting.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let pivot = (i..n)
            .max_by(|&x, &y| a[x][i].abs().total_cmp(&a[y][i].abs()))
            .unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        let top = a[i].clone();
        for row in i + 1..n {
            let factor = a[row][i] / top[i];
            for column in i..n {
                a[row][column] -= factor * top[column];
            }
            b[row] -= factor * b[i];
        }
    }
    for i in (0..n).rev() {
        for j in i + 1..n {
            b[i] -= a[i][j] * b[j];
        }
        b[i] /= a[i][i];
    }
    b
}
