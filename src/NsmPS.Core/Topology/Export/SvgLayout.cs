namespace NsmPS.Topology.Export;

/// <summary>Where everything of a drawing is, in pixels: a band for each node, its clients on the
/// left and its endpoints on the right, wires between them.</summary>
internal sealed class SvgLayout
{
    public const int Margin = 16;
    public const int Padding = 12;
    public const int TitleHeight = 28;
    public const int NameHeight = 24;
    public const int LineHeight = 18;

    private const int Between = 12;
    private const int Gap = 240;
    private const int SmallestBox = 220;
    private const int ArrivalHeight = 12;

    // A little more than characters of common monospaced fonts take at 13 pixels.
    public const double CharacterWidth = 8.1;

    private readonly Dictionary<string, Place> _boxes = new(StringComparer.Ordinal);

    public SvgLayout(Diagram diagram)
    {
        BoxWidth = (int)Math.Max(SmallestBox, (CharacterWidth * diagram.Nodes.SelectMany(node => node.Clients.Concat(node.Endpoints))
            .SelectMany(box => box.Lines.Prepend(box.Name)).Select(text => text.Length).DefaultIfEmpty(0).Max()) + (2 * Padding));
        Width = (2 * Margin) + (2 * Padding) + (2 * BoxWidth) + Gap;
        var arriving = diagram.Wires.GroupBy(wire => wire.Endpoint).ToDictionary(group => group.Key, group => group.Count());
        var bands = new List<Place>();
        double y = Margin;
        foreach (var node in diagram.Nodes)
        {
            var left = Stack(node.Clients, Margin + Padding, y + TitleHeight, box => NameHeight + (LineHeight * box.Lines.Count) + Padding);
            var right = Stack(node.Endpoints, Width - Margin - Padding - BoxWidth, y + TitleHeight, box =>
                Math.Max(NameHeight + (LineHeight * box.Lines.Count) + Padding, (arriving.GetValueOrDefault(box.Id) + 1) * ArrivalHeight));
            var height = Math.Max(left, right) - y;
            bands.Add(new Place(Margin, y, Width - (2 * Margin), height));
            y += height + Between;
        }

        (Bands, Height) = (bands, y - Between + Margin);
        foreach (var group in diagram.Wires.GroupBy(wire => wire.Endpoint))
        {
            // Wires arrive in the order of their origins, so that few of them cross.
            var place = _boxes[group.Key];
            var order = group.OrderBy(wire => _boxes[wire.Client].Y).ThenBy(wire => wire.Line).ToArray();
            foreach (var (wire, index) in order.Select((wire, index) => (wire, index)))
            {
                Paths[wire] = (Start(wire), (place.X, place.Y + (place.Height * (index + 1) / (order.Length + 1))));
            }
        }
    }

    public int BoxWidth { get; }

    public int Width { get; }

    public double Height { get; }

    /// <summary>The bands, in the order of the nodes.</summary>
    public IReadOnlyList<Place> Bands { get; }

    /// <summary>Where wires begin and end.</summary>
    public Dictionary<DiagramWire, ((double X, double Y) From, (double X, double Y) To)> Paths { get; } =
        new(ReferenceEqualityComparer.Instance);

    public Place Box(string id) => _boxes[id];

    private (double X, double Y) Start(DiagramWire wire)
    {
        var place = _boxes[wire.Client];
        return (place.X + place.Width, place.Y + NameHeight + (LineHeight * (wire.Line + 0.5)));
    }

    /// <summary>Puts boxes below each other, and gives where the next would be.</summary>
    private double Stack(IReadOnlyList<DiagramBox> boxes, double x, double y, Func<DiagramBox, double> height)
    {
        foreach (var box in boxes)
        {
            _boxes[box.Id] = new Place(x, y, BoxWidth, height(box));
            y += _boxes[box.Id].Height + Between;
        }

        return y;
    }

    internal readonly record struct Place(double X, double Y, double Width, double Height);
}
