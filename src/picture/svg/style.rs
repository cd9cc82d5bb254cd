//! How a drawing looks, in light and in dark. The colours can be told apart by people who see few; none of them says anything that
//! no symbol, line or word says too.

/// For the figure element and all in it.
pub(super) const STYLE: &str = "\
.vp{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:13px}\
.vp text{fill:#1f2328}\
.vp .m{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace;font-size:12px}\
.vp .h{font-weight:600}.vp .t{font-size:15px;font-weight:600}\
.vp .q{fill:#57606a;font-size:12px}\
.vp .c{text-anchor:middle}.vp .e{text-anchor:end}\
.vp .bg{fill:#fff}\
.vp .vpc{fill:#fcfcfd;stroke:#57606a;stroke-width:1.5}\
.vp .box{fill:#fff;stroke:#8c959f}\
.vp .zone{stroke:#8c959f;stroke-dasharray:1 5;stroke-linecap:round}\
.vp .row{stroke-width:1.25}\
.vp .internet{fill:#fff4e3;stroke:#b35900}.vp .nat{fill:#e9f2fd;stroke:#0b5cad}\
.vp .egress_only{fill:#e9f2fd;stroke:#0b5cad}.vp .transit{fill:#f5eefb;stroke:#7a3fa0}\
.vp .other{fill:#f6f2e4;stroke:#7a6a1e}.vp .nowhere{fill:#eff1f4;stroke:#4b5563}\
.vp .unknown{fill:none;stroke:#6e7781}\
.vp .dash{stroke-dasharray:6 4}\
.vp .ep{fill:#dff5f1;stroke:#0f766e;stroke-width:1.5}\
.vp .pin{stroke:#0f766e;stroke-width:1.5}.vp .dot{fill:#0f766e;stroke:#0f766e}.vp .ring{fill:#fff;stroke:#0f766e;stroke-width:1.5}\
.vp .way{fill:none;stroke:#57606a;stroke-width:1.5}.vp .tip{fill:#57606a}\
.vp .bus{fill:none;stroke:#0f766e;stroke-width:2}.vp .bustip{fill:#0f766e}\
.vp .gate{fill:#fff;stroke:#57606a;stroke-width:1.25}\
.vp .error{fill:#b42318}.vp .warning{fill:#8a5200}.vp .info{fill:#0b5cad}\
.vp text.error{fill:#b42318}.vp text.warning{fill:#8a5200}.vp text.info{fill:#0b5cad}\
.vp .on{fill:none;stroke:#fff;stroke-width:1.75;stroke-linecap:round}\
@media (prefers-color-scheme:dark){\
.vp text{fill:#e6edf3}.vp .q{fill:#a3adb8}\
.vp .bg{fill:#0d1117}.vp .vpc{fill:#11161d;stroke:#8b949e}\
.vp .box{fill:#161b22;stroke:#768390}.vp .zone{stroke:#768390}\
.vp .internet{fill:#2d1f0d;stroke:#e3a35a}.vp .nat{fill:#0f2138;stroke:#79b8ff}\
.vp .egress_only{fill:#0f2138;stroke:#79b8ff}.vp .transit{fill:#25183a;stroke:#d2a8ff}\
.vp .other{fill:#26220f;stroke:#d8c56a}.vp .nowhere{fill:#1c2128;stroke:#9da7b3}\
.vp .unknown{fill:none;stroke:#9da7b3}\
.vp .ep{fill:#0c2f2b;stroke:#5bd0c2}\
.vp .pin{stroke:#5bd0c2}.vp .dot{fill:#5bd0c2;stroke:#5bd0c2}.vp .ring{fill:#11161d;stroke:#5bd0c2}\
.vp .way{stroke:#a3adb8}.vp .tip{fill:#a3adb8}.vp .bus{stroke:#5bd0c2}.vp .bustip{fill:#5bd0c2}\
.vp .gate{fill:#161b22;stroke:#a3adb8}\
.vp .error,.vp text.error{fill:#ff9d92}.vp .warning,.vp text.warning{fill:#f2b84b}.vp .info,.vp text.info{fill:#79b8ff}\
.vp .on{stroke:#0d1117}}";
