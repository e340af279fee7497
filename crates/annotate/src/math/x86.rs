//! The vector paths: the only unsafe code of the crate.
//!
//! Compilers do not keep a block of sums in registers over a loop that they cannot see the bounds
//! of, which costs a factor of five on the products that take nine tenths of all time; so the two
//! product kernels are written with intrinsics. Each is reached only through a function here that
//! has asked the processor for the instructions, with slices whose bounds the caller has asserted.
#![expect(
    unsafe_code,
    reason = "vector kernels; measured against the portable path in the crate's README"
)]

use super::{Cpu, Norm, Packed, Rows};

/// Whether this machine has the instructions.
pub(super) fn has(cpu: Cpu) -> bool {
    match cpu {
        Cpu::Portable => true,
        #[cfg(target_arch = "x86_64")]
        Cpu::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
        #[cfg(target_arch = "x86_64")]
        Cpu::Avx512 => is_x86_feature_detected!("avx512f") && has(Cpu::Avx2),
        #[cfg(not(target_arch = "x86_64"))]
        _ => false,
    }
}

/// The product on a vector path; false if there is none. Bounds are the caller's to assert:
/// `rows.count > 0`, every row of `rows` and of `out` within its slice, one bias a column.
#[cfg(target_arch = "x86_64")]
pub(super) fn multiply(
    cpu: Cpu,
    rows: Rows<'_>,
    weights: &Packed,
    bias: Option<&[f32]>,
    out: &mut [f32],
) -> bool {
    if cpu == Cpu::Portable || !has(cpu) {
        return false;
    }
    let job = Job {
        rows: rows.data.as_ptr(),
        stride: rows.stride,
        count: rows.count,
        weights: weights.lines.as_ptr().cast(),
        inner: weights.inner,
        columns: weights.columns,
        bias: bias.map_or(std::ptr::null(), <[f32]>::as_ptr),
        out: out.as_mut_ptr(),
    };
    // SAFETY: `has` saw the instructions; `super::multiply` asserted that all rows lie within their
    // slices and that there is one bias for each column; `Packed` holds `inner` lines a panel.
    unsafe {
        if cpu == Cpu::Avx512 {
            avx512::multiply(job);
        } else {
            avx2::multiply(job);
        }
    }
    true
}

/// Maxout and norm on a vector path; false if there is none.
#[cfg(target_arch = "x86_64")]
pub(super) fn maxout_norm(
    cpu: Cpu,
    pieces: &[f32],
    norm: &Norm,
    out: &mut [f32],
    add: bool,
) -> bool {
    if cpu == Cpu::Portable || !has(cpu) {
        return false;
    }
    // SAFETY: `has` saw the instructions, and the functions are safe but for needing them.
    unsafe {
        if cpu == Cpu::Avx512 {
            avx512::maxout_norm(pieces, norm, out, add);
        } else {
            avx2::maxout_norm(pieces, norm, out, add);
        }
    }
    true
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn multiply(_: Cpu, _: Rows<'_>, _: &Packed, _: Option<&[f32]>, _: &mut [f32]) -> bool {
    false
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn maxout_norm(_: Cpu, _: &[f32], _: &Norm, _: &mut [f32], _: bool) -> bool {
    false
}

/// One product, its bounds asserted by [`super::multiply`].
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Job {
    rows: *const f32,
    stride: usize,
    count: usize,
    weights: *const f32,
    inner: usize,
    columns: usize,
    bias: *const f32,
    out: *mut f32,
}

/// A product kernel over registers of one width: `$per` of them make a panel.
#[cfg(target_arch = "x86_64")]
macro_rules! kernels {
    ($name:ident, $features:literal, $vector:ty, $zero:ident, $load:ident, $store:ident, $splat:ident, $fma:ident,
     $lanes:literal, $most_rows:literal, $most_panels:literal, [$($rows:literal)*], [$($panels:literal)*]) => {
        mod $name {
            use super::super::{LANES, Norm, maxout_norm_plain};
            use super::Job;
            use std::arch::x86_64::*;

            const PER: usize = LANES / $lanes;

            #[target_feature(enable = $features)]
            pub(super) fn maxout_norm(pieces: &[f32], norm: &Norm, out: &mut [f32], add: bool) {
                maxout_norm_plain(pieces, norm, out, add);
            }

            /// # Safety
            ///
            /// The job's bounds hold.
            #[target_feature(enable = $features)]
            pub(super) unsafe fn multiply(job: Job) {
                let panels = job.columns / LANES;
                let mut panel = 0;
                while panel < panels {
                    let width = (panels - panel).min($most_panels);
                    // SAFETY: `panel + width <= panels`, and the job's bounds hold.
                    unsafe {
                        match width {
                            $($panels => stripe::<$panels>(job, panel),)*
                            _ => {}
                        }
                    }
                    panel += width;
                }
            }

            /// All rows for `J` panels.
            #[target_feature(enable = $features)]
            unsafe fn stripe<const J: usize>(job: Job, panel: usize) {
                let mut row = 0;
                while row < job.count {
                    let height = (job.count - row).min($most_rows);
                    // SAFETY: `row + height <= job.count`, and the job's bounds hold.
                    unsafe {
                        match height {
                            $($rows => tile::<$rows, J>(job, panel, row),)*
                            _ => {}
                        }
                    }
                    row += height;
                }
            }

            /// `R` rows for `J` panels, all sums in registers.
            #[target_feature(enable = $features)]
            unsafe fn tile<const R: usize, const J: usize>(job: Job, panel: usize, row: usize) {
                // SAFETY: the caller keeps `row + R <= count` and `panel + J <= columns / LANES`; the
                // job's bounds make each address below lie within its slice.
                unsafe {
                    let mut sums: [[[$vector; PER]; J]; R] = [[[$zero(); PER]; J]; R];
                    if !job.bias.is_null() {
                        for j in 0..J {
                            for p in 0..PER {
                                let bias = $load(job.bias.add((panel + j) * LANES + p * $lanes));
                                for r in 0..R {
                                    sums[r][j][p] = bias;
                                }
                            }
                        }
                    }
                    let rows = job.rows.add(row * job.stride);
                    let weights = job.weights.add(panel * job.inner * LANES);
                    for k in 0..job.inner {
                        let mut lines: [[$vector; PER]; J] = [[$zero(); PER]; J];
                        for j in 0..J {
                            for p in 0..PER {
                                lines[j][p] = $load(weights.add((j * job.inner + k) * LANES + p * $lanes));
                            }
                        }
                        for r in 0..R {
                            let value = $splat(*rows.add(r * job.stride + k));
                            for j in 0..J {
                                for p in 0..PER {
                                    sums[r][j][p] = $fma(value, lines[j][p], sums[r][j][p]);
                                }
                            }
                        }
                    }
                    for r in 0..R {
                        for j in 0..J {
                            for p in 0..PER {
                                let at = (row + r) * job.columns + (panel + j) * LANES + p * $lanes;
                                $store(job.out.add(at), sums[r][j][p]);
                            }
                        }
                    }
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
kernels!(
    avx512, "avx512f", __m512, _mm512_setzero_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_set1_ps, _mm512_fmadd_ps,
    16, 8, 3, [1 2 3 4 5 6 7 8], [1 2 3]
);

#[cfg(target_arch = "x86_64")]
kernels!(
    avx2, "avx2,fma", __m256, _mm256_setzero_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_set1_ps, _mm256_fmadd_ps,
    8, 6, 1, [1 2 3 4 5 6], [1]
);
