fn main() {
    let mut sources = candor::stdlib::sources();
    let files: Vec<_> = std::env::args().skip(1).map(|path| sources.add(path.clone(), std::fs::read_to_string(&path).unwrap())).collect();
    let c = candor::compile(sources, &files);
    print!("{}", candor::diagnostic::render::graphical(&c.sources, &c.diagnostics, candor::diagnostic::render::Style::Unicode, 100));
    println!("{} statements, {} findings", c.policy.statements.len(), c.diagnostics.len());
}
