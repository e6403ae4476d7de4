namespace NsmPS;

/// <summary>How a sample's endpoints are spread over nodes.</summary>
public enum NsmSpread
{
    /// <summary>Every endpoint on a node of its own, or it stays pending.</summary>
    Required,

    /// <summary>On different nodes where there are enough.</summary>
    Preferred,
}
