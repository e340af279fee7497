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

use super::{Cpu, Norm, Rows, View};

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
    weights: View<'_>,
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
    // slices and that there is one bias for each column; that each panel has `inner` lines.
    unsafe {
        if cpu == Cpu::Avx512 {
            avx512::multiply(job);
        } else {
            avx2::multiply(job);
        }
    }
    true
}

/// Functions of [`super::norm`] compiled for the vector paths; false if there is none.
macro_rules! compiled {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[cfg(target_arch = "x86_64")]
        pub(super) fn $name(cpu: Cpu, $($argument: $type),*) -> bool {
            if cpu == Cpu::Portable || !has(cpu) {
                return false;
            }
            // SAFETY: `has` saw the instructions, and the functions are safe but for needing them.
            unsafe {
                if cpu == Cpu::Avx512 {
                    avx512::$name($($argument),*);
                } else {
                    avx2::$name($($argument),*);
                }
            }
            true
        }

        #[cfg(not(target_arch = "x86_64"))]
        pub(super) fn $name(_: Cpu, $(_: $type),*) -> bool {
            false
        }
    )*};
}

compiled! {
    maxout_norm(pieces: &[f32], norm: &Norm, out: &mut [f32]);
    maxout_norm_of_sum(parts: [&[f32]; 3], norm: &Norm, input: &[f32], out: &mut [f32]);
    pair_up(input: &[f32], pairs: usize, out: &mut [f32]);
    maxout_norm_of_pairs(products: &[f32], norm: &Norm, input: &[f32], out: &mut [f32]);
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) fn multiply(_: Cpu, _: Rows<'_>, _: View<'_>, _: Option<&[f32]>, _: &mut [f32]) -> bool {
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
            use super::super::LANES;
            use super::super::norm::{self, Norm};
            use super::Job;
            use std::arch::x86_64::*;

            const PER: usize = LANES / $lanes;

            #[target_feature(enable = $features)]
            pub(super) fn maxout_norm(pieces: &[f32], norm: &Norm, out: &mut [f32]) {
                norm::maxout_norm_plain(pieces, norm, out);
            }

            #[target_feature(enable = $features)]
            pub(super) fn maxout_norm_of_sum(parts: [&[f32]; 3], norm: &Norm, input: &[f32], out: &mut [f32]) {
                norm::maxout_norm_of_sum_plain(parts, norm, input, out);
            }

            #[target_feature(enable = $features)]
            pub(super) fn pair_up(input: &[f32], pairs: usize, out: &mut [f32]) {
                norm::pair_up_plain(input, pairs, out);
            }

            #[target_feature(enable = $features)]
            pub(super) fn maxout_norm_of_pairs(products: &[f32], norm: &Norm, input: &[f32], out: &mut [f32]) {
                norm::maxout_norm_of_pairs_plain(products, norm, input, out);
            }

            /// # Safety
            ///
            /// The job's bounds hold.
            #[target_feature(enable = $features)]
            pub(super) unsafe fn multiply(job: Job) {
                let panels = job.columns / LANES;
                // A few rows alone have too few sums in flight a panel: they take more panels at a time.
                let few = match job.count % $most_rows {
                    few @ 1..=3 => few,
                    _ => 0,
                };
                let many = job.count - few;
                let mut panel = 0;
                while panel < panels && many > 0 {
                    let width = (panels - panel).min($most_panels);
                    // SAFETY: `panel + width <= panels`, and the job's bounds hold.
                    unsafe {
                        match width {
                            $($panels => stripe::<$panels>(job, panel, many),)*
                            _ => {}
                        }
                    }
                    panel += width;
                }
                // SAFETY: `many + few` is the job's count, and the job's bounds hold.
                unsafe {
                    match few {
                        1 => wide::<1>(job, many, 6),
                        2 => wide::<2>(job, many, 3),
                        3 => wide::<3>(job, many, 2),
                        _ => {}
                    }
                }
            }

            /// `R` rows for all panels, at most `most` at a time, as evenly as it goes.
            #[target_feature(enable = $features)]
            unsafe fn wide<const R: usize>(job: Job, row: usize, most: usize) {
                let panels = job.columns / LANES;
                let groups = panels.div_ceil(most);
                for group in 0..groups {
                    let panel = group * panels / groups;
                    // SAFETY: the groups' ends are at most `panels`, and the job's bounds hold.
                    unsafe {
                        match (group + 1) * panels / groups - panel {
                            1 => tile::<R, 1>(job, panel, row),
                            2 => tile::<R, 2>(job, panel, row),
                            3 => tile::<R, 3>(job, panel, row),
                            4 => tile::<R, 4>(job, panel, row),
                            5 => tile::<R, 5>(job, panel, row),
                            6 => tile::<R, 6>(job, panel, row),
                            _ => {}
                        }
                    }
                }
            }

            /// The first `rows` rows for `J` panels.
            #[target_feature(enable = $features)]
            unsafe fn stripe<const J: usize>(job: Job, panel: usize, rows: usize) {
                let mut row = 0;
                while row < rows {
                    let height = (rows - row).min($most_rows);
                    // SAFETY: `row + height <= rows`, and the job's bounds hold.
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
