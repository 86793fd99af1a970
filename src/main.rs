fn main() {
    for path in std::env::args().skip(1) {
        let mut sources = candor::source::Sources::new();
        let id = sources.add(path.clone(), std::fs::read_to_string(&path).unwrap());
        let (doc, mut d) = candor::parse::parse(&sources, id);
        d.sort();
        println!("{path}: {} items", doc.items.len());
        print!("{}", candor::diagnostic::render::graphical(&sources, &d, candor::diagnostic::render::Style::Unicode, 100));
    }
}
