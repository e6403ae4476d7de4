using System.Collections;
using System.Management.Automation;

namespace NsmPS.Parameters;

/// <summary>Lets a parameter take names, and objects of certain types by the property that names them. An object of another type may have a
/// property of the same name and mean something else by it, so it is left to other parameters.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NameOfAttribute(string property, params Type[] types) : ArgumentTransformationAttribute
{
    /// <summary>The property that names the object.</summary>
    public string Property { get; } = property;

    /// <summary>The types that are taken.</summary>
    public IReadOnlyList<Type> Types { get; } = types;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or string or IFormattable => inputData!,
            IList list => list.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
            _ when PSObject.AsPSObject(inputData) is var named && PipedObject.IsAny(named, Types) => named.Properties[Property].Value,
            _ => throw PipedObject.NotTaken(),
        };
    }
}
