namespace NsmPS;

/// <summary>How a topology is drawn.</summary>
public enum NsmTopologyFormat
{
    /// <summary>A Mermaid flowchart, which many documentation sites draw.</summary>
    Mermaid,

    /// <summary>A graph in the language of Graphviz.</summary>
    Dot,

    /// <summary>A page of its own, with the drawing in it.</summary>
    Html,

    /// <summary>A picture that browsers and drawing programs show.</summary>
    Svg,
}
